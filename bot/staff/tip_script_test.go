package staff

import (
	"slices"
	"strings"

	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// tipster does what who saw something does: tell, by name or not, answer, withdraw; and
// what time does with the letterbox.
func (c *chat) tipster(verb, rest string) {
	h := c.house
	switch verb {
	case "tip": // by a volunteer who writes English
		sheet := storetest.TipSheet()
		if strings.Contains(rest, "photo") {
			sheet.Files = []cases.FileID{c.picture(800)}
		}
		if strings.Contains(rest, "accusing") {
			sheet.What = "Ваш координатор вимагав у мами хабар."
		}
		if strings.Contains(rest, "shy") {
			sheet.AskBack = false
		}
		c.tips = append(c.tips, h.Tip(h.Person(800, "en"), c.poster(rest), sheet).Ref)
	case "anonymous":
		sheet := cases.TipSheet{What: rest, AskBack: true, Language: "ru", Where: cases.TipPlace{Unknown: true}}
		c.slips = append(c.slips, h.AnonymousTip(h.Person(801, "ru"), "", sheet))
	case "letterbox":
		h.Do(func(tx *store.Tx) error { _, err := tx.EmptyLetterbox(); return err })
		c.findTips()
	case "tells": // the volunteer, of the first tip
		c.log.WriteString("\n== the volunteer says: " + rest + "\n")
		p := h.Person(800, "en")
		h.Do(func(tx *store.Tx) error { return tx.SayToTip(p, c.tips[0], cases.Addition{Text: rest}) })
	case "returns": // the anonymous tipster, by the receipt
		c.log.WriteString("\n== by the receipt: " + rest + "\n")
		p := h.Person(802, "ru")
		h.Do(func(tx *store.Tx) error {
			return tx.SayByReceipt(p, c.slips[0].String(), cases.Addition{Text: rest})
		})
	case "withdraw":
		p := h.Person(800, "en")
		h.Do(func(tx *store.Tx) error { return tx.WithdrawTip(p, c.tips[0]) })
	default:
		c.t.Fatalf("a script has no verb %q", verb)
	}
}

// poster is a link to the first case where the words of a script ask for one.
func (c *chat) poster(words string) (code cases.Invitation) {
	if !strings.Contains(words, "poster") {
		return ""
	}
	c.house.Do(func(tx *store.Tx) (err error) {
		code, err = tx.MakePoster(c.house.Supervisor.Actor(), c.refs[0])
		return err
	})
	return code
}

// findTips learns the numbers of tips that came in by the letterbox.
func (c *chat) findTips() {
	c.house.Do(func(tx *store.Tx) error {
		lines, err := tx.TipQueue(c.house.Supervisor.Actor(), store.TipFilter{})
		for _, l := range lines {
			if !slices.Contains(c.tips, l.Ref) {
				c.tips = append(c.tips, l.Ref)
			}
		}
		return err
	})
}
