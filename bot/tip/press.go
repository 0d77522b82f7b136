package tip

import (
	"strconv"

	"dodomu/bot/flow"
	"dodomu/store"
	"dodomu/store/cases"
)

// Press carries out a button: argv is its data without the leading t, parted at the
// dots: act and number. A forged, foreign or stale one gets the same words as an unknown
// number; only an error of the store comes back as one.
func Press(tx *store.Tx, who store.Person, argv []string) (flow.Reply, error) {
	argv = append(argv, "", "")
	switch argv[0] {
	case "new":
		return flow.Reply{Begin: Name}, nil
	case "back":
		return flow.Reply{Begin: nameReceipt}, nil
	case "list":
		return list(tx, who, argv[1])
	}
	ref, _ := cases.ParseTipRef(argv[1])
	v, err := tx.MyTip(who.ID, ref)
	if err != nil {
		return kindly(flow.Reply{}, err, false)
	}
	about := flow.Note{Key: noteRef, Text: string(ref)}
	switch argv[0] {
	case "open":
		return opened(who, v), nil
	case "say":
		return flow.Reply{Begin: nameDialogue, Notes: []flow.Note{about, {Key: noteAct, Text: actWrite}}}, nil
	case "drop":
		return flow.Reply{Begin: nameDialogue, Notes: []flow.Note{about, {Key: noteAct, Text: actDrop}}}, nil
	}
	return kindly(flow.Reply{}, cases.ErrNotFound, false)
}

func list(tx *store.Tx, who store.Person, page string) (flow.Reply, error) {
	all, err := tx.MyTips(who.ID)
	if err != nil || len(all) == 0 {
		return flow.Reply{Begin: Name}, err
	}
	n, err := strconv.Atoi(page)
	if err != nil {
		n = 0
	}
	return listed(who, all, n), nil
}

// opened shows one of a volunteer's own tips, with what can be done with it.
func opened(who store.Person, v cases.TipView) flow.Reply {
	write := button("tip.add.button", "t.say."+string(v.Ref))
	if v.Asked != nil {
		write.Label.Key = "tip.answer.button"
	}
	rows := [][]flow.Button{row(write), row(button("tip.mine.button", "t.list.0")), row(button("tip.drop.button", "t.drop."+string(v.Ref)))}
	return flow.Reply{Messages: []flow.Message{lined(who, viewed(who, v), rows)}}
}
