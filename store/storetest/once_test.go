package storetest_test

import (
	"context"
	"testing"
	"time"

	"dodomu/store"
	"dodomu/store/storetest"
)

// What is shown once is in the store until its sending has ended, however it ended,
// and not a moment longer: whoever settles an outcome must take it out. It is no dead
// letter, which an operator could send again.
func TestShownOnce(t *testing.T) {
	for name, outcome := range map[string]struct {
		how   store.How
		stays bool
	}{
		"sent": {store.Sent, false}, "gone": {store.Gone, false}, "refused": {store.Refused, false}, "given up": {store.Failed, false},
		"later": {store.Later, true}, "failed once": {store.Failed, true},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *storetest.Store) {
				p := meet(t, s, 1)
				enqueue(s, p, store.Reply, store.KindOnce)
				c := claim(s, 1)[0]
				if name == "given up" {
					c.Attempt = store.MaxAttempts
				}
				settle(s, store.Outcome{Claimed: c, How: outcome.how, Until: s.Clock.Now().Add(time.Hour), Message: 7})
				if got := onceBodies(t, s); (got == 1) != outcome.stays {
					t.Errorf("%d rows hold what was shown once", got)
				}
				if err := s.View(context.Background(), func(tx *store.Tx) error {
					dead, err := tx.DeadLetters(storetest.Operator())
					if len(dead) != 0 {
						t.Errorf("%d dead letters", len(dead))
					}
					return err
				}); err != nil {
					t.Fatal(err)
				}
			})
		})
	}
}

func onceBodies(t *testing.T, s *storetest.Store) (n int) {
	t.Helper()
	if err := s.Outside().QueryRow(`SELECT COUNT(*) FROM outbox WHERE body IS NOT NULL`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
