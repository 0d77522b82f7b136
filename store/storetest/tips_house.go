package storetest

import (
	"dodomu/store"
	"dodomu/store/cases"
)

// TipSheet is a full tip: seen with their own eyes, with a place and a time.
func TipSheet() cases.TipSheet {
	return cases.TipSheet{
		What: "Бачила дівчинку з групою дітей біля санаторію", Where: cases.TipPlace{Text: "Анапа, Піонерський проспект"},
		When: cases.Date{Year: 2026, Month: 2, Day: 20}, Knowing: cases.FirstHand, How: "Працюю поруч", AskBack: true,
		Links:     []string{"https://t.me/anapa_news/17"},
		Forwarded: []cases.Forwarded{{From: "Новини Анапи", Text: "Зустріли нових дітей"}},
		Name:      "Соломія", Birth: cases.Birth{AgeFrom: 9, AgeTo: 11, AsOf: cases.Date{Year: 2026, Month: 2, Day: 20}}, Sex: cases.Girl,
		Sender: "Марта", Language: "uk",
	}
}

// Tip submits a volunteer's tip, by a poster's link where one is given.
func (h *House) Tip(p cases.PersonID, link cases.Invitation, sheet cases.TipSheet) (done store.SubmittedTip) {
	h.t.Helper()
	h.Do(func(tx *store.Tx) (err error) {
		done, err = tx.SubmitTip(cases.Actor{Person: p, Role: cases.Volunteer}, link, sheet)
		return err
	})
	return done
}

// AnonymousTip leaves a tip that nobody knows the sender of in the letterbox.
func (h *House) AnonymousTip(p cases.PersonID, link cases.Invitation, sheet cases.TipSheet) cases.Receipt {
	h.t.Helper()
	var done store.SubmittedTip
	h.Do(func(tx *store.Tx) (err error) {
		done, err = tx.SubmitTip(cases.Actor{Person: p, Role: cases.Tipster}, link, sheet)
		return err
	})
	return done.Receipt
}

// EmptyLetterbox takes in what lies in the letterbox, and holds how much that is.
func (h *House) EmptyLetterbox(want int) {
	h.t.Helper()
	h.Do(func(tx *store.Tx) error {
		taken, err := tx.EmptyLetterbox()
		if err == nil && taken != want {
			h.t.Errorf("%d letters were taken in, want %d", taken, want)
		}
		return err
	})
}

// OnlyTip is the number of the one tip in the queue.
func (h *House) OnlyTip() (ref cases.TipRef) {
	h.t.Helper()
	h.Do(func(tx *store.Tx) error {
		lines, err := tx.TipQueue(h.Supervisor.Actor(), store.TipFilter{})
		if err == nil && len(lines) != 1 {
			h.t.Fatalf("%d tips in the queue", len(lines))
		}
		if err == nil {
			ref = lines[0].Ref
		}
		return err
	})
	return ref
}
