package store

import (
	"bytes"
	"fmt"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"dodomu/store/cases"
)

// VerifyTree recomputes the whole history from what the events say and compares it
// with the tree, with every checkpoint remembered and with those given. Nil if all
// agree; ErrTree, with the place, if anything was changed, removed, added or
// emptied without an erasure.
func (tx *Tx) VerifyTree(against ...[]byte) error {
	if err := tx.verifyLeaves(); err != nil {
		return fmt.Errorf("verify history: %w", err)
	}
	err := tx.all(`SELECT note FROM checkpoints ORDER BY size`, nil, func(scan func(...any) error) error {
		var text []byte
		err := scan(&text)
		against = append(against, text)
		return err
	})
	if err != nil {
		return fmt.Errorf("verify history: %w", err)
	}
	for _, text := range against {
		if err := tx.verifyCheckpoint(text); err != nil {
			return fmt.Errorf("verify history: %w", err)
		}
	}
	return nil
}

func (tx *Tx) verifyCheckpoint(text []byte) error {
	s, err := tx.signer()
	if err != nil {
		return err
	}
	signed, err := note.Open(text, note.VerifierList(s))
	if err != nil {
		return fmt.Errorf("%w: a checkpoint is not signed by this store: %w", ErrTree, err)
	}
	old, err := tlog.ParseTree([]byte(signed.Text))
	if err != nil {
		return fmt.Errorf("%w: a checkpoint cannot be read: %w", ErrTree, err)
	}
	size, err := tx.treeSize()
	if err != nil {
		return err
	}
	if old.N > size {
		return fmt.Errorf("%w: a checkpoint knows %d events, the store %d", ErrTree, old.N, size)
	}
	now, err := tx.treeAt(old.N)
	if err != nil {
		return err
	}
	if now.Hash != old.Hash {
		return fmt.Errorf("%w: the first %d events are not those of the checkpoint", ErrTree, old.N)
	}
	return nil
}

// verifyPage is how many events are held at once while the tree is verified.
const verifyPage = 500

// verifyLeaves walks all leaves in order, recomputes each hash and compares it.
func (tx *Tx) verifyLeaves() error {
	size, err := tx.treeSize()
	if err != nil {
		return err
	}
	walk := treeWalk{tx: tx, erased: map[cases.CaseID]int64{}, emptied: map[cases.CaseID]int64{}}
	for from := int64(0); from < size; from += verifyPage {
		if err := walk.page(from, min(from+verifyPage, size)); err != nil {
			return err
		}
	}
	if walk.next != size {
		return fmt.Errorf("%w: %d events, the tree has %d", ErrTree, walk.next, size)
	}
	return walk.finish()
}

// treeWalk is a verification under way. level holds the roots of the complete
// subtrees so far, by height.
type treeWalk struct {
	tx      *Tx
	next    int64
	level   [64]tlog.Hash
	emptied map[cases.CaseID]int64 // cases with an emptied event, and one of those
	erased  map[cases.CaseID]int64 // cases with a tombstone
}

func (w *treeWalk) page(from, to int64) error {
	var rows []eventRow
	err := w.tx.all(`SELECT leaf, case_id, kind, at, commitment, body FROM events WHERE leaf >= $1 AND leaf < $2 ORDER BY leaf`,
		[]any{from, to}, func(scan func(...any) error) error {
			var row eventRow
			err := scan(&row.leaf, &row.caseID, &row.kind, &row.at, &row.commitment, &row.body)
			rows = append(rows, row)
			return err
		})
	if err != nil {
		return err
	}
	stored, err := w.hashes(tlog.StoredHashIndex(0, from), tlog.StoredHashIndex(0, to))
	if err != nil {
		return err
	}
	for _, row := range rows {
		if row.leaf != w.next {
			return fmt.Errorf("%w: event %d is missing", ErrTree, w.next)
		}
		if err := w.leaf(row, stored); err != nil {
			return err
		}
		w.next++
	}
	return nil
}

func (w *treeWalk) hashes(from, to int64) (map[int64][]byte, error) {
	stored := map[int64][]byte{}
	err := w.tx.all(`SELECT id, hash FROM tree_hashes WHERE id >= $1 AND id < $2`, []any{from, to},
		func(scan func(...any) error) error {
			var id int64
			var hash []byte
			err := scan(&id, &hash)
			stored[id] = hash
			return err
		})
	return stored, err
}

// leaf checks one event against its commitment and the tree.
func (w *treeWalk) leaf(row eventRow, stored map[int64][]byte) error {
	if err := w.content(row); err != nil {
		return err
	}
	hash := tlog.RecordHash(row.commitment)
	id := tlog.StoredHashIndex(0, row.leaf)
	for height := 0; ; height++ {
		if !bytes.Equal(stored[id], hash[:]) {
			return fmt.Errorf("%w: the hashes of event %d differ", ErrTree, row.leaf)
		}
		if row.leaf>>height&1 == 0 {
			w.level[height] = hash
			return nil
		}
		hash = tlog.NodeHash(w.level[height], hash)
		id++
	}
}

// content checks that an event says what it committed to.
func (w *treeWalk) content(row eventRow) error {
	if row.body == nil {
		w.emptied[row.caseID] = row.leaf
		return nil
	}
	var o opening
	if err := w.tx.reveal(scopeOf(row.caseID), spot{"events", "body", row.leaf}, row.body, &o); err != nil {
		return fmt.Errorf("%w: event %d does not open: %w", ErrTree, row.leaf, err)
	}
	if !bytes.Equal(commit(o.Salt, o.Entry), row.commitment) {
		return fmt.Errorf("%w: event %d says something else than it did", ErrTree, row.leaf)
	}
	e, err := w.tx.read(row)
	if err != nil {
		return fmt.Errorf("%w: event %d cannot be read: %w", ErrTree, row.leaf, err)
	}
	if e.Leaf != row.leaf || e.Case != row.caseID && e.Kind != cases.KindErased || e.Kind != row.kind || e.At != row.at {
		return fmt.Errorf("%w: event %d stands in another place than it did", ErrTree, row.leaf)
	}
	if e.Kind == cases.KindErased {
		w.erased[e.Case] = row.leaf
	}
	return nil
}

// finish checks that only erased cases have empty events.
func (w *treeWalk) finish() error {
	for id, leaf := range w.emptied {
		if _, ok := w.erased[id]; !ok {
			return fmt.Errorf("%w: event %d is empty and nobody erased its case", ErrTree, leaf)
		}
	}
	return nil
}
