package store

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"time"

	"dodomu/store/cases"
	"dodomu/store/names"
)

// The index of children. It lives in memory and nowhere else: nothing derived from
// a name reaches the disk. It is built from the sealed rows in short pages by the
// pool of readers, so that neither the start nor the one writer waits for it, and
// is then kept current by the history: every act that changes what the index holds
// writes a line there, and lines become visible in their own order (see tree.go),
// whichever process acted. So the number of the next leaf says exactly how much of
// what was ever committed the index has seen. An erasure and a consent taken back
// leave the index of their own process at their commit, before the follower comes.

// matchIndex is the index of children of an open store.
type matchIndex struct {
	mu     sync.Mutex
	names  *names.Index
	prints map[cases.CaseID][]cases.Print // of the pictures of the children in names
	state  IndexState
	barred map[cases.CaseID]int64 // leaf of the act that took a case out
	moved  chan struct{}          // closed, and made anew, when state changes
	wake   chan struct{}          // something was committed here
}

// IndexState is how far the index of children is.
type IndexState struct {
	Complete bool          // it holds every child that may be searched for
	Children int           // how many it holds
	Leaf     int64         // it has seen the lines of history before this one
	Asked    int64         // what was reported before this line was held against the rest
	Took     time.Duration // how long it took to build; 0 while it is not complete
}

func newMatchIndex() *matchIndex {
	return &matchIndex{barred: map[cases.CaseID]int64{}, moved: make(chan struct{}), wake: make(chan struct{}, 1)}
}

// IndexState tells how far the index of children is.
func (db *DB) IndexState() IndexState {
	x := db.index
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.names != nil {
		x.state.Children = x.names.Len()
	}
	return x.state
}

// Index gives the index of children; false until it is complete.
func (db *DB) Index() (*names.Index, bool) {
	x := db.index
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.names, x.state.Complete
}

// IndexCurrent waits until the index is complete and holds everything that was
// committed before the call, and what is alike of that was suggested. Somebody must
// be keeping it (KeepIndex).
func (db *DB) IndexCurrent(ctx context.Context) error {
	var size int64
	err := db.View(ctx, func(tx *Tx) (err error) {
		size, err = tx.treeSize()
		return err
	})
	if err != nil {
		return fmt.Errorf("wait for the index: %w", err)
	}
	for {
		state, moved := db.index.look()
		if state.Complete && state.Asked >= size {
			return nil
		}
		db.index.stir()
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for the index: %w", ctx.Err())
		case <-moved:
		}
	}
}

// look gives the state, and what is closed when it changes.
func (x *matchIndex) look() (IndexState, <-chan struct{}) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.state, x.moved
}

// stir wakes whoever keeps the index.
func (x *matchIndex) stir() {
	select {
	case x.wake <- struct{}{}:
	default:
	}
}

// begin starts a build anew.
func (x *matchIndex) begin(fresh *names.Index) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.names, x.prints, x.state = fresh, map[cases.CaseID][]cases.Print{}, IndexState{}
}

// reach notes that the lines before a leaf are in the index; took is set when that
// made it complete.
func (x *matchIndex) reach(leaf int64, took time.Duration) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.state.Leaf = leaf
	if took > 0 {
		x.state.Complete, x.state.Took = true, took
	}
	for id, at := range x.barred {
		if at < leaf {
			delete(x.barred, id)
		}
	}
	close(x.moved)
	x.moved = make(chan struct{})
}

// asked notes that all before a leaf was held against the rest.
func (x *matchIndex) asked(leaf int64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.state.Asked == leaf {
		return
	}
	x.state.Asked = leaf
	close(x.moved)
	x.moved = make(chan struct{})
}

// put enters a child as they were when the history had so many lines: an act later
// than that may have taken them out.
func (x *matchIndex) put(r names.Record, prints []cases.Print, lines int64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	id := CaseOfChild(r.ID)
	if at, out := x.barred[id]; out && lines <= at {
		return
	}
	x.names.Put(r)
	if delete(x.prints, id); len(prints) > 0 {
		x.prints[id] = prints
	}
}

// drop takes a child out for the follower, who has read that they are not to be
// searched for.
func (x *matchIndex) drop(id cases.CaseID) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.remove(id)
}

// bar takes a child out because of an act of this process.
func (x *matchIndex) bar(id cases.CaseID, leaf int64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.barred[id] = leaf
	x.remove(id)
}

// remove takes a child out; mu is held.
func (x *matchIndex) remove(id cases.CaseID) {
	delete(x.prints, id)
	if x.names != nil {
		x.names.Remove(childID(id))
	}
}

// indexed is what a committed line of history means for the index of this process.
func (tx *Tx) indexed(l line, leaf int64) {
	if l.Kind == cases.KindErased {
		tx.lasted = append(tx.lasted, func() { tx.db.index.bar(l.Erased, leaf) })
	}
	if shapesIndex(l.Kind) || l.Kind == cases.KindTip {
		tx.lasted = append(tx.lasted, tx.db.index.stir)
	}
}

// shapesIndex tells whether a line of history of this kind may change what the
// index holds.
func shapesIndex(k cases.Kind) bool {
	switch k {
	case cases.Received.Kind(), cases.MergedInto.Kind(), cases.KindConsent, cases.KindErased, cases.KindAdded, cases.KindAnswered, cases.KindFileKept:
		return true
	}
	return false
}

// childID is how the index names the child of a case.
func childID(id cases.CaseID) string { return strconv.FormatInt(int64(id), 36) }

// CaseOfChild is the case of a child as the index names them; 0 for what is none.
func CaseOfChild(child string) cases.CaseID {
	id, err := strconv.ParseInt(child, 36, 64)
	if err != nil {
		return 0
	}
	return cases.CaseID(id)
}
