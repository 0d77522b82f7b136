package notify

import (
	"time"

	"dodomu/store"
)

// budget spreads sends evenly: at most so many a second, with a short burst, so
// that no second holds more than is allowed. Where several processes share a store
// the places are booked in it, a few at a time: together they keep the same rate,
// whichever of them has the work and however many they are.
type budget struct {
	name   store.Budget
	every  time.Duration
	shared bool
	free   time.Time // when the next may leave
	booked int       // places from free on that are ours; without sharing all are
}

// booksAhead is for how long places are booked at a time. A pause that another
// process learns of meanwhile cannot call them back.
const booksAhead = 100 * time.Millisecond

// latest is how late a booked place is still good: later it may be somebody else's
// turn.
const latest = 250 * time.Millisecond

func newBudget(name store.Budget, perSecond float64, shared bool) budget {
	every := time.Duration(float64(time.Second) / perSecond)
	return budget{name: name, every: every, shared: shared && every > 0}
}

// wait tells how long until the next send may go; take spends it.
func (b *budget) wait(now time.Time) time.Duration { return max(0, b.free.Sub(now)) }

// spent tells whether places must be booked before anything may go.
func (b *budget) spent(now time.Time) bool {
	if !b.shared {
		return false
	}
	for b.booked > 0 && b.free.Add(latest).Before(now) {
		b.free, b.booked = b.free.Add(b.every), b.booked-1
	}
	return b.booked == 0
}

// most is how many places are booked for so many who wait.
func (b *budget) most(waiting int) int {
	return max(1, min(waiting, int(booksAhead/b.every)))
}

func (b *budget) book(from time.Time, n int) { b.free, b.booked = from, n }

func (b *budget) take(now time.Time) {
	if b.shared {
		b.free, b.booked = b.free.Add(b.every), b.booked-1
		return
	}
	if earliest := now.Add(-2 * b.every); b.free.Before(earliest) {
		b.free = earliest
	}
	b.free = b.free.Add(b.every)
}
