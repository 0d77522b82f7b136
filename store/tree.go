package store

import (
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// The order of leaves. Every act that writes history takes the one row of
// tree_head first, before it reads anything it decides on, and holds it until its
// transaction ends. On SQLite there is one writer anyway. On PostgreSQL this makes
// acts wait for one another, and only acts: turns of a conversation write no
// history and pass by. It costs one commit's time an act and buys three things: leaves
// have no gaps, the stage an act has checked cannot change under it, and
// acts cannot deadlock among themselves. A batch of turns is one transaction and
// so one wait. The other way, a sequencing step after commit, was not taken: between
// the act and the step an event would stand outside of the tree.

// lockHistory makes this transaction the only one that acts until it ends.
func (tx *Tx) lockHistory() error {
	if err := tx.put(`UPDATE tree_head SET size = size WHERE id = 1`); err != nil {
		return fmt.Errorf("lock history: %w", err)
	}
	return nil
}

// nextLeaf takes the number of the next leaf.
func (tx *Tx) nextLeaf() (int64, error) {
	var size int64
	if err := tx.must(`UPDATE tree_head SET size = size + 1 WHERE id = 1 RETURNING size`, nil, &size); err != nil {
		return 0, fmt.Errorf("take leaf: %w", err)
	}
	return size - 1, nil
}

// grow stores the hashes that a leaf completes.
func (tx *Tx) grow(leaf int64, commitment []byte) error {
	hashes, err := tlog.StoredHashesForRecordHash(leaf, tlog.RecordHash(commitment), tlog.HashReaderFunc(tx.readHashes))
	if err != nil {
		return fmt.Errorf("grow tree: %w", err)
	}
	first := tlog.StoredHashIndex(0, leaf)
	for i, h := range hashes {
		if err := tx.put(`INSERT INTO tree_hashes (id, hash) VALUES ($1, $2)`, first+int64(i), h[:]); err != nil {
			return fmt.Errorf("grow tree: %w", err)
		}
	}
	return nil
}

// readHashes gives stored hashes by their index, as tlog asks for them.
func (tx *Tx) readHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, id := range indexes {
		var raw []byte
		if err := tx.must(`SELECT hash FROM tree_hashes WHERE id = $1`, []any{id}, &raw); err != nil {
			return nil, fmt.Errorf("read hash %d: %w", id, err)
		}
		if len(raw) != tlog.HashSize {
			return nil, fmt.Errorf("read hash %d: %d bytes", id, len(raw))
		}
		copy(hashes[i][:], raw)
	}
	return hashes, nil
}

// treeSize is how many leaves the tree has.
func (tx *Tx) treeSize() (int64, error) {
	var size int64
	if err := tx.must(`SELECT size FROM tree_head WHERE id = 1`, nil, &size); err != nil {
		return 0, fmt.Errorf("read tree size: %w", err)
	}
	return size, nil
}

// treeAt is the tree as it was at a size.
func (tx *Tx) treeAt(size int64) (tlog.Tree, error) {
	hash, err := tlog.TreeHash(size, tlog.HashReaderFunc(tx.readHashes))
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("read tree at %d: %w", size, err)
	}
	return tlog.Tree{N: size, Hash: hash}, nil
}
