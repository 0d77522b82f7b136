package emulator

import (
	"math/rand/v2"
	"slices"
	"time"
)

// update is one thing that happened, as it waits for the bot.
type update struct {
	id      int64
	expires time.Time
	lane    lane
	raw     []byte
	taken   bool // acknowledged by a webhook out of turn
}

// lane is what keeps its order on the way to a webhook: a chat, or a person
// for presses.
type lane struct {
	press bool
	id    int64
}

// queue holds the updates that the bot has not acknowledged, by ascending id.
type queue struct {
	waiting []update
	head    int // of waiting; what is before it is gone
	next    int64
	last    time.Time // of the newest update
	allowed []string  // nil: all but those that must be asked for
	recent  []update  // acknowledged last, for [Fault].Repeat
}

// keepRecent bounds what can be repeated: one full answer of getUpdates.
const keepRecent = 100

func randomID(r *rand.Rand) int64 { return 100_000_000 + r.Int64N(800_000_000) }

func (s *Server) firstUpdate() int64 { return randomID(s.random) }

// unasked are the kinds that come only if they are named.
func unasked(kind string) bool {
	return kind == "chat_member" || kind == "message_reaction" || kind == "message_reaction_count"
}

func (q *queue) wants(kind string) bool {
	if q.allowed == nil {
		return !unasked(kind)
	}
	return slices.Contains(q.allowed, kind)
}

// offer queues an update whose member kind is written by fill; 0 when the bot
// does not want this kind. After an idle week the ids go on from anywhere.
func (s *Server) offer(kind string, on lane, fill func(w *writer)) int64 {
	if !s.queue.wants(kind) {
		return 0
	}
	now := s.now()
	q := &s.queue
	if !q.last.IsZero() && now.Sub(q.last) > 7*24*time.Hour {
		q.next = randomID(s.random)
	}
	q.last = now
	life := s.options.UpdateLife
	if kind == "callback_query" {
		life = s.options.PressLife
	}
	u := update{id: q.next, expires: now.Add(life), lane: on}
	q.next++
	w := writer{b: make([]byte, 0, 640)}
	w.open()
	w.num("update_id", u.id)
	fill(&w)
	w.close()
	u.raw = w.b
	s.enqueue(u)
	return u.id
}

func (s *Server) enqueue(u update) {
	s.queue.waiting = append(s.queue.waiting, u)
	s.poll.wake()
	if s.hook != nil {
		s.hook.add(u)
	}
	s.change()
}

// acknowledge lets go of the first n waiting updates and remembers the last.
func (q *queue) acknowledge(n int) {
	gone := q.waiting[q.head : q.head+n]
	q.recent = append(q.recent, gone[max(0, len(gone)-keepRecent):]...)
	if over := len(q.recent) - keepRecent; over > 0 {
		q.recent = slices.Delete(q.recent, 0, over)
	}
	q.drop(n)
}

// drop lets go of the first n waiting updates.
func (q *queue) drop(n int) {
	clear(q.waiting[q.head : q.head+n])
	q.head += n
	if q.head > 1024 && q.head > len(q.waiting)/2 {
		q.waiting = slices.Clone(q.waiting[q.head:])
		q.head = 0
	}
}

func (q *queue) all() []update { return q.waiting[q.head:] }

// confirm forgets what is before offset. A negative one keeps so many from the
// end. It returns nothing for an offset that ends before the queue begins.
func (q *queue) confirm(offset int64) {
	all := q.all()
	switch {
	case offset < 0:
		q.acknowledge(max(0, len(all)-int(-offset)))
	case offset > 0 && len(all) > 0 && offset <= all[len(all)-1].id+1:
		n, _ := slices.BinarySearchFunc(all, offset, func(u update, id int64) int { return int(u.id - id) })
		q.acknowledge(n)
	}
}

// trim forgets what has expired or was taken, as far as the first that waits.
func (q *queue) trim(now time.Time) {
	all := q.all()
	dead := 0
	for dead < len(all) && all[dead].gone(now) {
		dead++
	}
	q.drop(dead)
}

// take returns up to limit updates that are still alive.
func (q *queue) take(limit int, now time.Time) []update {
	q.trim(now)
	var out []update
	for _, u := range q.all() {
		if len(out) == limit {
			break
		}
		if !u.gone(now) {
			out = append(out, u)
		}
	}
	return out
}

func (u *update) gone(now time.Time) bool { return u.taken || now.After(u.expires) }

// pending is how many wait.
func (q *queue) pending(now time.Time) int {
	n := 0
	for i := range q.all() {
		if !q.all()[i].gone(now) {
			n++
		}
	}
	return n
}

// Pending is how many updates wait to be taken by the bot.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.queue.pending(s.now())
}

// Inject puts an update of any kind into the queue, wanted or not: payload is
// the JSON of its member, or nonsense. It returns the update id. A bot must be
// able to live with what it does not understand.
func (s *Server) Inject(kind, payload string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := update{id: s.queue.next, expires: s.now().Add(s.options.UpdateLife)}
	s.queue.next++
	var w writer
	w.open()
	w.num("update_id", u.id)
	w.raw(kind, []byte(payload))
	w.close()
	u.raw = w.b
	s.enqueue(u)
	return u.id
}

// take1 acknowledges one update wherever it stands in the queue.
func (q *queue) take1(id int64, now time.Time) {
	all := q.all()
	i, ok := slices.BinarySearchFunc(all, id, func(u update, id int64) int { return int(u.id - id) })
	if !ok {
		return
	}
	q.recent = lastOf(append(q.recent, all[i]))
	all[i].taken, all[i].raw = true, nil
	q.trim(now)
}
