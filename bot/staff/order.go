package staff

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/cases"
)

// order is one command as it was given.
type order struct {
	tx    *store.Tx
	by    cases.Actor
	name  string
	ref   cases.Ref      // of a command about a case
	seen  cases.Stage    // the stage that was on the screen; empty: it was typed blind
	tip   cases.TipRef   // of a command about a tip; ref is empty then
	stood cases.TipState // the state of the tip that was on the screen; empty: it was typed blind
	rest  string         // what follows: a text, or further words
	sure  bool           // the preview was read, and is to be sent
	edit  bool           // the preview was read, and the text is to be written anew
	typed bool           // on the command line, where nothing can be asked back
}

// The reasons an order cannot be read.
var (
	errUnknown = errors.New("no such command")
	errNoRef   = errors.New("no case number was given")
	errBadRef  = errors.New("the case number cannot be read")
	errNoText  = errors.New("a text is needed")
	errLong    = errors.New("the text is too long")
	errUsage   = errors.New("the words of the command are off")
	errNobody  = errors.New("nobody of staff has this handle")
	errNoPhoto = errors.New("the case has no such photo")
	errNoTip   = errors.New("no tip number was given")
	errBadTip  = errors.New("the tip number cannot be read")
)

// Do carries out a command of the chat: argv is the command, a case number, and the
// rest of the line as one word or several. The data of a button, s.<name>.<ref>.<rest>,
// split on its dots, is the same argv. What a worker may not or cannot do is answered
// with a sentence; an error is only a fault of the store.
func Do(tx *store.Tx, by cases.Actor, argv []string) (flow.Reply, error) {
	a, err := order{tx: tx, by: by}.answer(argv)
	return a.Reply, err
}

// Answer is what a command typed on the command line came to.
type Answer struct {
	flow.Reply
	Refused bool // nothing was done; the last message says why and what to do
	Unsent  bool // the preview was shown; nothing was sent
}

// Type carries out a command of the command line: like Do, but nothing is asked
// back, and what a family will read leaves only when sure. Commit whatever it says:
// reading is a line of history too.
func Type(tx *store.Tx, by cases.Actor, argv []string, sure bool) (Answer, error) {
	a, err := order{tx: tx, by: by, sure: sure, typed: true}.answer(argv)
	if a.Begin != "" {
		a.Unsent, a.Begin, a.Notes = true, "", nil
	}
	return a, err
}

// answer carries an order out. A refused one leaves nothing behind.
func (o order) answer(argv []string) (Answer, error) {
	var done flow.Reply
	read := o
	err := o.tx.Savepoint(func() (err error) {
		if read, err = o.read(argv); err == nil {
			done, err = read.run()
		}
		return err
	})
	if err == nil {
		return Answer{Reply: done}, nil
	}
	refused, known := read.refuse(err)
	if !known {
		return Answer{}, fmt.Errorf("staff %s: %w", read.name, err)
	}
	return Answer{Reply: refused, Refused: true}, nil
}

// read understands the words of a command, for an actor the store vouches for.
func (o order) read(argv []string) (order, error) {
	if _, err := o.tx.StaffList(o.by); err != nil {
		return o, err
	}
	if len(argv) == 0 {
		return o, errUnknown
	}
	row, ok := find(argv[0])
	if !ok {
		return o, errUnknown
	}
	o.name = row.name
	if !row.openTo(o.by.May) {
		return o, cases.ErrForbidden
	}
	o.rest = strings.TrimSpace(strings.Join(argv[1:], " "))
	if row.about || row.tip != nil {
		var err error
		if o, err = o.numbered(row); err != nil {
			return o, err
		}
	}
	return o.cutSeen(), nil
}

// numbered takes the number of what a command is about off its words: a case's, or a
// tip's where the command is for tips too. A tip's number is shorter and begins with T;
// in one word it is taken first, so that a text after it is not read into it.
func (o order) numbered(row command) (order, error) {
	switch {
	case o.rest == "" && row.about:
		return o, errNoRef
	case o.rest == "":
		return o, errNoTip
	}
	for _, words := range []int{1, refWords} {
		if tip, rest, ok := cutNumber(o.rest, words, cases.ParseTipRef); ok && row.tip != nil {
			o.tip, o.rest = tip, rest
			return o, o.mayTriage()
		}
		if ref, rest, ok := cutRef(o.rest); ok && row.about {
			o.ref, o.rest = ref, rest
			return o, nil
		}
	}
	if row.about {
		return o, errBadRef
	}
	return o, errBadTip
}

func (o order) mayTriage() error {
	if !o.by.May(cases.MayTriage) {
		return cases.ErrForbidden
	}
	return nil
}

// number is what the order is about, as people say it; empty for nothing.
func (o order) number() string {
	if o.tip != "" {
		return o.tip.String()
	}
	return o.ref.String()
}

// run gives the order to its row.
func (o order) run() (flow.Reply, error) {
	if utf8.RuneCountInString(o.rest) > flow.MaxText {
		return flow.Reply{}, errLong
	}
	if o.edit {
		return o.anew()
	}
	row, _ := find(o.name)
	if o.tip != "" {
		return row.tip(o)
	}
	return row.run(o)
}

// refWords is how many words a case number may be typed in: 4F7K 29QM B3X.
const refWords = 3

// cutRef takes a case number off the beginning of a line.
func cutRef(line string) (cases.Ref, string, bool) {
	return cutNumber(line, refWords, cases.ParseRef)
}

// cutNumber takes a number in at most so many words off the beginning of a line.
func cutNumber[T ~string](line string, words int, parse func(string) (T, bool)) (T, string, bool) {
	head, rest := "", line
	for range words {
		word, tail := cutWord(rest)
		head, rest = head+word, tail
		if number, ok := parse(head); ok {
			return number, rest, true
		}
	}
	return "", line, false
}

func cutWord(s string) (word, rest string) {
	s = strings.TrimSpace(s)
	i := strings.IndexFunc(s, unicode.IsSpace)
	if i < 0 {
		return s, ""
	}
	return s[:i], strings.TrimSpace(s[i:])
}

// seenMark begins the word of a button that says which stage was on the screen.
const seenMark = "@"

func (o order) cutSeen() order {
	word, rest := cutWord(o.rest)
	seen, marked := strings.CutPrefix(word, seenMark)
	switch {
	case marked && o.tip != "" && cases.TipState(seen).Known():
		o.stood, o.rest = cases.TipState(seen), rest
	case marked && o.tip == "" && cases.Stage(seen).Known():
		o.seen, o.rest = cases.Stage(seen), rest
	}
	return o
}

// placed is the order with the stage the worker decided on: the one on their
// screen, or, where the command was typed blind, the one the case has, which is
// then read.
func (o order) placed() (order, error) {
	if o.seen != "" {
		return o, nil
	}
	f, err := o.tx.ReadCase(o.by, o.ref)
	o.seen = f.Case.Stage
	return o, err
}
