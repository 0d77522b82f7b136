package notify

import (
	"time"

	"dodomu/store"
)

// queue holds what is claimed and waits for its turn: replies before pushes
// before broadcasts, each in the order of their coming.
type queue struct {
	lines   [store.Priorities][]waiting
	size    int
	claimed int // of size: what came by the table, which must get its share beside what is handed over
}

// waiting is one notice and how it came.
type waiting struct {
	store.Claimed
	handed bool
}

func (q *queue) add(w waiting) {
	q.lines[w.Priority] = append(q.lines[w.Priority], w)
	q.size++
	if !w.handed {
		q.claimed++
	}
}

func (q *queue) next() (store.Claimed, bool) {
	for i, line := range q.lines {
		if len(line) == 0 {
			continue
		}
		q.lines[i] = line[1:]
		q.size--
		if !line[0].handed {
			q.claimed--
		}
		return line[0].Claimed, true
	}
	return store.Claimed{}, false
}

// limiter spreads sends evenly: at most so many a second, with a burst of a
// third of a second's worth, so that no second holds more than is allowed.
type limiter struct {
	every time.Duration
	burst time.Duration
	free  time.Time
}

func newLimiter(perSecond float64) limiter {
	every := time.Duration(float64(time.Second) / perSecond)
	return limiter{every: every, burst: 2 * every}
}

// wait tells how long until the next send may go; take books it.
func (l *limiter) wait(now time.Time) time.Duration { return max(0, l.free.Sub(now)) }

func (l *limiter) take(now time.Time) {
	if earliest := now.Add(-l.burst); l.free.Before(earliest) {
		l.free = earliest
	}
	l.free = l.free.Add(l.every)
}
