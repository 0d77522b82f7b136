package store

import (
	"crypto/ed25519"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// ErrTree is a history that was changed behind the program's back, or a checkpoint
// that does not belong to it.
var ErrTree = errors.New("the history is not what was recorded")

// checkpointName is who signs checkpoints.
const checkpointName = "dodomu"

// signer signs checkpoints with a key derived from the master key.
type signer struct {
	note.Verifier
	key ed25519.PrivateKey
}

// Sign gives the signature of a checkpoint.
func (s signer) Sign(msg []byte) ([]byte, error) { return ed25519.Sign(s.key, msg), nil }

func (tx *Tx) signer() (signer, error) {
	seed, err := tx.db.keys.Derive("checkpoint")
	if err != nil {
		return signer{}, err
	}
	key := ed25519.NewKeyFromSeed(seed)
	public, ok := key.Public().(ed25519.PublicKey)
	if !ok {
		return signer{}, errors.New("derive checkpoint key: not an ed25519 key")
	}
	text, err := note.NewEd25519VerifierKey(checkpointName, public)
	if err != nil {
		return signer{}, fmt.Errorf("derive checkpoint key: %w", err)
	}
	v, err := note.NewVerifier(text)
	if err != nil {
		return signer{}, fmt.Errorf("derive checkpoint key: %w", err)
	}
	return signer{Verifier: v, key: key}, nil
}

// Checkpoint signs the history as it is now, remembers it and gives the note: text
// that may be kept anywhere, and later shows that nothing before it was changed.
// For a transaction that may write.
func (tx *Tx) Checkpoint() ([]byte, error) {
	if err := tx.lockHistory(); err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	size, err := tx.treeSize()
	if err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	tree, err := tx.treeAt(size)
	if err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	s, err := tx.signer()
	if err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	signed, err := note.Sign(&note.Note{Text: string(tlog.FormatTree(tree))}, s)
	if err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	if err := tx.put(`INSERT INTO checkpoints (size, note, at) VALUES ($1, $2, $3) ON CONFLICT (size) DO NOTHING`,
		size, signed, tx.Now().UnixMilli()); err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	return signed, nil
}
