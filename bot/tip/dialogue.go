package tip

import (
	"strings"

	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/cases"
)

// closeReceipt opens the anonymous tip of a receipt, from whatever account, and begins
// the dialogue about it. The receipt stays in that conversation alone, which nothing
// puts aside.
func closeReceipt(tx *store.Tx, who store.Person, a flow.Answers) (flow.Reply, error) {
	typed := a.Get("code").Text
	v, err := tx.TipByReceipt(who.ID, typed)
	if err != nil {
		return flow.Reply{}, err
	}
	view := lined(who, viewed(who, v), nil)
	view.Once = true
	return flow.Reply{Messages: []flow.Message{view}, Begin: nameDialogue, Notes: []flow.Note{{Key: noteReceipt, Text: typed}}}, nil
}

// closeDialogue does what was chosen with a tip: the answer or addition is sent, or it
// is erased, or nothing.
func closeDialogue(tx *store.Tx, who store.Person, a flow.Answers) (flow.Reply, error) {
	t := theirs{tx, who, cases.TipRef(a.Get(noteRef).Text), a.Get(noteReceipt).Text}
	switch {
	case chosen(a) == actWrite:
		return t.done("tip.said"), t.say(addition(a.Get("words")))
	case chosen(a) == actDrop && a.Get("sure").Choice == actDrop:
		return t.done("tip.dropped"), t.drop()
	case t.receipt != "":
		return t.done("tip.back.closed"), nil
	}
	v, err := tx.MyTip(who.ID, t.ref)
	if err != nil {
		return flow.Reply{}, err
	}
	return opened(who, v), nil
}

// Closed is what is said where a dialogue is left that cannot be put aside.
func Closed() []flow.Message { return []flow.Message{{Key: "tip.back.closed"}} }

// Unasked takes what a person says when no question waits: who has a question open
// about something they told is led into answering it; the caller gives the same input
// to the conversation begun. Anybody else gets an empty reply.
func Unasked(tx *store.Tx, who store.Person) (flow.Reply, error) {
	all, err := tx.MyTips(who.ID)
	if err != nil {
		return flow.Reply{}, err
	}
	for _, g := range all {
		if g.Question {
			return flow.Reply{Begin: nameDialogue, Notes: []flow.Note{{Key: noteRef, Text: string(g.Ref)}, {Key: noteAct, Text: actWrite}}}, nil
		}
	}
	return flow.Reply{}, nil
}

// theirs is a tip before its teller: one of their own by its number, or an anonymous
// one by its receipt.
type theirs struct {
	tx      *store.Tx
	who     store.Person
	ref     cases.TipRef
	receipt string
}

func (t theirs) say(a cases.Addition) error {
	if t.receipt != "" {
		return t.tx.SayByReceipt(t.who.ID, t.receipt, a)
	}
	return t.tx.SayToTip(t.who.ID, t.ref, a)
}

func (t theirs) drop() error {
	if t.receipt != "" {
		return t.tx.WithdrawByReceipt(t.who.ID, t.receipt)
	}
	return t.tx.WithdrawTip(t.who.ID, t.ref)
}

// done says how it went. Who came by a receipt may clear the chat; a volunteer finds
// the rest of what they told.
func (t theirs) done(key string) flow.Reply {
	if t.receipt != "" {
		return say(key, row(button("menu.hide", "m.hide")))
	}
	return say(key, row(button("tip.mine.button", "t.list.0")))
}

// addition is all that was said, forwarded posts as words with where they come from.
func addition(a flow.Answer) cases.Addition {
	texts := []string{a.Text}
	for _, p := range a.Posts {
		texts = append(texts, strings.TrimSpace(p.From+" "+p.Link+"\n"+p.Text))
	}
	out := cases.Addition{Text: strings.TrimSpace(strings.Join(texts, "\n\n"))}
	for _, f := range a.Files {
		out.Files = append(out.Files, cases.FileID(f.ID))
	}
	return out
}
