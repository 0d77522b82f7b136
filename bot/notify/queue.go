package notify

import "dodomu/store"

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

// take gives the next of a priority, of which there is one.
func (q *queue) take(p store.Priority) store.Claimed {
	first := q.lines[p][0]
	q.lines[p] = q.lines[p][1:]
	q.size--
	if !first.handed {
		q.claimed--
	}
	return first.Claimed
}

// next gives the most urgent one; false where none waits.
func (q *queue) next() (store.Claimed, bool) {
	for p, line := range q.lines {
		if len(line) > 0 {
			return q.take(store.Priority(p)), true
		}
	}
	return store.Claimed{}, false
}
