package storetest_test

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"testing"

	"dodomu/store"
	"dodomu/store/storetest"
)

// TestTurnsOfOnePerson runs turns of one person in two processes at once: each
// sees what the one before it left.
func TestTurnsOfOnePerson(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		other, err := store.Open(context.Background(), s.URL, s.Keys, store.WithNow(s.Clock.Now))
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		const each = 25
		var work sync.WaitGroup
		for _, db := range []*store.DB{s.DB, other} {
			work.Go(func() {
				for range each {
					if err := db.Update(context.Background(), countTurn); err != nil {
						t.Error(err)
					}
				}
			})
		}
		work.Wait()
		if got := string(meet(t, s, 5).State); got != fmt.Sprint(2*each) {
			t.Errorf("after %d turns the conversation is at %q", 2*each, got)
		}
	})
}

// countTurn is a turn that counts itself in the conversation.
func countTurn(tx *store.Tx) error {
	p, err := tx.Meet(5, "uk")
	if err != nil {
		return err
	}
	count := 0
	if p.State != nil {
		if count, err = strconv.Atoi(string(p.State)); err != nil {
			return err
		}
	}
	return tx.SaveConversation(p.ID, []byte(strconv.Itoa(count+1)))
}

// BenchmarkTurn is what the store does for one message that is answered, in
// batches as they come: seen, read, kept, handed over, settled.
func BenchmarkTurn(b *testing.B) {
	for _, batch := range []int{1, 20, 100} {
		b.Run(fmt.Sprint("batch-", batch), func(b *testing.B) {
			s := storetest.Embedded(b)
			update := int64(0)
			for b.Loop() {
				for range batch {
					update++
				}
				answer(b, s, update, batch)
			}
			b.ReportMetric(float64(b.N*batch)/b.Elapsed().Seconds(), "turns/s")
		})
	}
}

// answer handles a batch of updates, the last of which has this number.
func answer(b *testing.B, s *storetest.Store, last int64, batch int) {
	state, body := make([]byte, 1200), make([]byte, 200)
	var handed []store.Claimed
	s.Do(func(tx *store.Tx) error {
		tx.HandOver(lease)
		for n := range batch {
			if err := tx.Savepoint(func() error { return turn(tx, last-int64(n), state, body) }); err != nil {
				return err
			}
		}
		handed = tx.Handed()
		return nil
	})
	if len(handed) != batch {
		b.Fatalf("%d of %d were handed over", len(handed), batch)
	}
	outcomes := make([]store.Outcome, len(handed))
	for i, c := range handed {
		outcomes[i] = store.Outcome{Claimed: c, How: store.Sent, Message: i + 1}
	}
	s.Do(func(tx *store.Tx) error { return tx.Settle(outcomes) })
}

func turn(tx *store.Tx, update int64, state, body []byte) error {
	p, err := tx.Meet(update%1000+1, "uk")
	if err != nil {
		return err
	}
	if _, err := tx.FirstSight(update, p.ID, int(update)); err != nil {
		return err
	}
	if err := tx.SaveConversation(p.ID, state); err != nil {
		return err
	}
	return tx.Enqueue(store.Notice{To: p.ID, Kind: "reply", Body: body})
}
