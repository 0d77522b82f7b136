package follow

import (
	"strings"
	"testing"

	"dodomu/store/storetest"
)

// A sixth open invitation is refused kindly, and what is passed on names nobody.
func TestInvitations(t *testing.T) {
	h := storetest.Staffed(storetest.Embedded(t))
	mother := h.Person(1, "uk")
	ref := h.Report(mother, storetest.Sheet(1)).Cases[0].Ref
	for i := range 6 {
		said := press(t, h, mother, actInvited, string(ref))
		if drawn := strings.Contains(said, `"follow.invitation"`); drawn != (i < 5) {
			t.Errorf("invitation %d: %s", i+1, said)
		}
		if i == 5 && !strings.Contains(said, `"follow.invite.many"`) {
			t.Errorf("the sixth is refused with %s", said)
		}
		if strings.Contains(said, "Соломія") {
			t.Errorf("an invitation names whom it is about: %s", said)
		}
	}
}
