package store

import (
	"cmp"
	"slices"

	"dodomu/store/cases"
)

// post is what one transaction puts into one lane at once, in order.
type post struct {
	lane    int64
	parcels []parcel
	reply   bool  // all are replies that wait for nothing: they may be handed over
	seq     int64 // of the last of them
	token   int64 // of the lane, when they were counted in
}

// first is the id of the first parcel: the token under which the lane is taken.
func (p *post) first() int64 { return p.parcels[0].ID }

// joinLanes counts posts into their lanes, which stay locked until the commit. Where
// nothing of a lane is due and nobody holds it, it is taken for the replies under the
// token they bring.
var joinLanes = newGroup("INSERT INTO lanes (id, due, hold, held, token, priority, seq) VALUES ", "(?, ?, ?, ?, ?, ?, ?)",
	` ON CONFLICT (id) DO UPDATE SET seq = lanes.seq + excluded.seq,
	hold = CASE WHEN `+handable+` THEN excluded.hold ELSE lanes.hold END,
	held = CASE WHEN `+handable+` THEN excluded.held ELSE lanes.held END,
	token = CASE WHEN `+handable+` THEN excluded.token ELSE lanes.token END,
	due = CASE WHEN excluded.due < lanes.due THEN excluded.due ELSE lanes.due END,
	priority = CASE WHEN excluded.priority < lanes.priority THEN excluded.priority ELSE lanes.priority END
	RETURNING id, seq, token`)

// 60000 is clockSlack.
const handable = `excluded.token <> 0 AND lanes.due > excluded.held AND (lanes.hold <= excluded.held OR lanes.held > excluded.held + 60000)`

var insertParcels = newGroup(`INSERT INTO outbox (id, lane, seq, priority, due, state, attempt, kind, case_id, silent, dedupe, body, message, settled) VALUES `,
	"(?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ?, ?, 0, 0)", " ON CONFLICT (lane, dedupe) WHERE dedupe <> '' DO NOTHING")

// writeQueued puts notices into the outbox and hands over what may be sent at once.
func (tx *Tx) writeQueued(parcels []parcel) error {
	if len(parcels) == 0 {
		return nil
	}
	posts := tx.posts(parcels)
	if err := tx.countIn(posts); err != nil {
		return err
	}
	args := make([]any, 0, insertParcels.width*len(parcels))
	for _, p := range posts {
		for i, l := range p.parcels {
			seq := p.seq - int64(len(p.parcels)-1-i)
			args = append(args, l.ID, p.lane, seq, int64(l.Priority), dueOf(l.Notice), l.Kind, int64(l.Case), l.Silent, l.Dedupe, l.sealed)
		}
	}
	added, err := tx.execGroup(&insertParcels, args)
	if err != nil {
		return err
	}
	if added < int64(len(parcels)) { // some were said before: their lanes are due when the rest of them is
		if err := tx.recount(mixed(posts)); err != nil {
			return err
		}
	}
	for _, p := range posts {
		if p.token != p.first() {
			tx.left = true
			continue
		}
		if err := tx.hand(p); err != nil {
			return err
		}
	}
	return nil
}

// posts sorts parcels by lane, so that all transactions lock lanes in one order.
func (tx *Tx) posts(parcels []parcel) []*post {
	byLane := make(map[cases.PersonID]*post, len(parcels))
	all := make([]*post, 0, len(parcels))
	for _, l := range parcels {
		p := byLane[l.To]
		if p == nil {
			p = &post{lane: int64(l.To), reply: tx.handLease > 0}
			byLane[l.To] = p
			all = append(all, p)
		}
		p.parcels = append(p.parcels, l)
		p.reply = p.reply && l.Priority == Reply && l.Due.IsZero() && l.Dedupe == ""
	}
	slices.SortFunc(all, func(a, b *post) int { return cmp.Compare(a.lane, b.lane) })
	return all
}

// mixed are the lanes in which a parcel may have been left out.
func mixed(posts []*post) []int64 {
	var ids []int64
	for _, p := range posts {
		if !p.reply {
			ids = append(ids, p.lane)
		}
	}
	return ids
}

// countIn counts posts into their lanes and learns their places and who holds the lanes.
func (tx *Tx) countIn(posts []*post) error {
	args := make([]any, 0, joinLanes.width*len(posts))
	byID := make(map[int64]*post, len(posts))
	for _, p := range posts {
		due, priority := int64(never), Broadcast
		for _, l := range p.parcels {
			due, priority = min(due, dueOf(l.Notice)), min(priority, l.Priority)
		}
		var hold, token int64
		if p.reply {
			hold, token = ms(tx.now.Add(tx.handLease)), p.first()
		}
		byID[p.lane] = p
		args = append(args, p.lane, due, hold, ms(tx.now), token, int64(priority), int64(len(p.parcels)))
	}
	return tx.allGroup(&joinLanes, args, func(scan func(...any) error) error {
		var id, seq, token int64
		err := scan(&id, &seq, &token)
		if p := byID[id]; p != nil {
			p.seq, p.token = seq, token
		}
		return err
	})
}
