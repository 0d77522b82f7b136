package store

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"dodomu/store/cases"
)

// FileRef is what Telegram says of a file before it is fetched.
type FileRef struct {
	Telegram string `json:"t"` // file_id, to fetch with
	Unique   string `json:"u"`
	Name     string `json:"n,omitempty"` // as the sender named it; never shown
	Mime     string `json:"m,omitempty"`
	Size     int64  `json:"s,omitempty"` // bytes, as far as Telegram said
	Document bool   `json:"d,omitempty"` // sent as a file: it may carry metadata
}

// The states of a file.
const (
	filePending = 0
	fileKept    = 1
	fileLost    = 2
	fileRefused = 3
)

// fileTries is how often a file is fetched before the person is asked for it again.
const fileTries = 8

// PendingFile records a file that came in, to be fetched after the commit.
func (tx *Tx) PendingFile(p cases.PersonID, ref FileRef) (cases.FileID, error) {
	id := tx.newID()
	text, err := json.Marshal(ref)
	if err != nil {
		return 0, err
	}
	sealed, err := tx.sealTo(int64(p), "files", "reference", id, text)
	if err != nil {
		return 0, fmt.Errorf("record file: %w", err)
	}
	_, err = tx.exec(`INSERT INTO files (id, owner, scope, state, reference, document, size, attempt, next_try, received)
		VALUES ($1, $2, $2, 0, $3, $4, $5, 0, $6, $6)`, id, int64(p), sealed, ref.Document, ref.Size, ms(tx.now))
	return cases.FileID(id), err
}

// Fetch is a file to be fetched.
type Fetch struct {
	File    cases.FileID
	Owner   cases.PersonID
	Attempt int
	FileRef
}

// FilesToFetch takes at most limit files whose time has come; each is left alone
// by everybody else for the time given.
func (tx *Tx) FilesToFetch(limit int, lease time.Duration) ([]Fetch, error) {
	type row struct {
		Fetch
		scope  int64
		sealed []byte
	}
	var rows []row
	err := tx.all(`UPDATE files SET next_try = $1 WHERE id IN (
			SELECT id FROM files WHERE state = 0 AND next_try <= $2 ORDER BY next_try LIMIT $3`+tx.db.engine.skip+`)
		RETURNING id, owner, attempt, scope, reference`,
		[]any{ms(tx.now.Add(lease)), ms(tx.now), limit}, func(scan func(...any) error) error {
			var r row
			if err := scan(&r.File, &r.Owner, &r.Attempt, &r.scope, &r.sealed); err != nil {
				return err
			}
			rows = append(rows, r)
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("files to fetch: %w", err)
	}
	fetches := make([]Fetch, 0, len(rows))
	for _, r := range rows {
		text, err := tx.openFrom(r.scope, "files", "reference", int64(r.File), r.sealed)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(text, &r.FileRef); err != nil {
			return nil, fmt.Errorf("read reference of file %d: %w", r.File, err)
		}
		fetches = append(fetches, r.Fetch)
	}
	return fetches, nil
}

// NextFetch is when a file is to be fetched next; false where none waits.
func (tx *Tx) NextFetch() (time.Time, bool, error) {
	var at *int64
	_, err := tx.one("SELECT MIN(next_try) FROM files WHERE state = 0", nil, &at)
	if err != nil || at == nil {
		return time.Time{}, false, err
	}
	return time.UnixMilli(*at), true, nil
}

// Picture is a working copy of a fetched picture.
type Picture struct {
	JPEG  []byte // without metadata; nil where it is no picture
	Print cases.Print
}

// KeepFile seals a fetched file: the original with its SHA-256 as received, and the
// working copy. A case or a tip that has the file already gets a line of history.
// ErrNotFound where there is no such file.
func (tx *Tx) KeepFile(f cases.FileID, original []byte, p Picture) error {
	// First, as every act that seals a file anew has it before the file.
	if err := tx.lockHistory(); err != nil {
		return fmt.Errorf("keep file %d: %w", f, err)
	}
	scope, err := tx.lockFile(f)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(original)
	values := [][]byte{sum[:], original, p.JPEG, printBytes(p.Print)}
	for i, column := range [...]string{"sha256", "original", "working", "print"} {
		if values[i], err = tx.sealTo(scope, "files", column, int64(f), values[i]); err != nil {
			return fmt.Errorf("keep file %d: %w", f, err)
		}
	}
	if err := tx.touch(`UPDATE files SET state = 1, reference = NULL, sha256 = $2, original = $3, working = $4, print = $5, size = $6 WHERE id = $1`,
		int64(f), values[0], values[1], values[2], values[3], len(original)); err != nil {
		return err
	}
	return tx.recordKept(scope)
}

// recordKept writes the line of a kept file into the history of the case or tip whose
// it is; a person has none.
func (tx *Tx) recordKept(scope int64) error {
	var inCase, inTip int64
	if err := tx.must(`SELECT (SELECT COUNT(*) FROM cases WHERE id = $1), (SELECT COUNT(*) FROM tips WHERE id = $1)`,
		[]any{scope}, &inCase, &inTip); err != nil {
		return fmt.Errorf("record kept file: %w", err)
	}
	if inCase+inTip == 0 {
		return nil
	}
	_, err := tx.record(line{Case: cases.CaseID(scope * inCase), Tip: cases.TipID(scope * inTip), Kind: cases.KindFileKept,
		By: cases.Actor{Role: cases.System}})
	return err
}

// lockFile makes this transaction the only one that changes a file, and gives its scope.
func (tx *Tx) lockFile(f cases.FileID) (scope int64, err error) {
	found, err := tx.one("UPDATE files SET scope = scope WHERE id = $1 RETURNING scope", []any{int64(f)}, &scope)
	if err == nil && !found {
		err = fmt.Errorf("file %d: %w", f, cases.ErrNotFound)
	}
	return scope, err
}

// FileFailed records that a file could not be fetched now: the next try is at
// next. true when it was the last one and the person is to be asked again.
func (tx *Tx) FileFailed(f cases.FileID, attempt int, next time.Time) (bool, error) {
	if attempt+1 >= fileTries {
		return true, tx.endFile(f, fileLost)
	}
	return false, tx.touch("UPDATE files SET attempt = attempt + 1, next_try = $2 WHERE id = $1", int64(f), ms(next))
}

// FileRefused records that a file cannot be had at all.
func (tx *Tx) FileRefused(f cases.FileID) error { return tx.endFile(f, fileRefused) }

func (tx *Tx) endFile(f cases.FileID, state int) error {
	return tx.touch("UPDATE files SET state = $2, reference = NULL WHERE id = $1", int64(f), state)
}

// working reads a file's working copy; nil where there is none yet. Acts that
// show it check first who asks.
func (tx *Tx) working(f cases.FileID) ([]byte, error) {
	return tx.fileColumn(f, "working")
}

func (tx *Tx) fileColumn(f cases.FileID, column string) ([]byte, error) {
	var scope int64
	var sealed []byte
	found, err := tx.one("SELECT scope, "+column+" FROM files WHERE id = $1", []any{int64(f)}, &scope, &sealed)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, fmt.Errorf("file %d: %w", f, cases.ErrNotFound)
	}
	return tx.openFrom(scope, "files", column, int64(f), sealed)
}

// rehome seals a person's file under another scope, whatever its state.
// cases.ErrNotFound where it is not theirs.
func (tx *Tx) rehome(f cases.FileID, owner cases.PersonID, scope int64) error {
	m := fileMove{old: f, fresh: f, to: scope}
	var values sealedFile
	found, err := tx.one("UPDATE files SET scope = scope WHERE id = $1 AND owner = $2 RETURNING scope, reference, sha256, original, working, print",
		[]any{int64(f), int64(owner)}, &m.from, &values[0], &values[1], &values[2], &values[3], &values[4])
	if err != nil {
		return err
	}
	if !found {
		return fmt.Errorf("file %d: %w", f, cases.ErrNotFound)
	}
	if values, err = tx.reseal(m, values); err != nil {
		return err
	}
	return tx.touch("UPDATE files SET scope = $2, reference = $3, sha256 = $4, original = $5, working = $6, print = $7 WHERE id = $1",
		int64(f), scope, values[0], values[1], values[2], values[3], values[4])
}

// fileMove is a file under its old and its new id and scope.
type fileMove struct {
	old, fresh cases.FileID
	from, to   int64
}

// sealedFile is what of a file is sealed, in the order of its columns.
type sealedFile [5][]byte

// reseal seals what of a file is sealed for its new place.
func (tx *Tx) reseal(m fileMove, values sealedFile) (sealedFile, error) {
	for i, column := range [...]string{"reference", "sha256", "original", "working", "print"} {
		plain, err := tx.openFrom(m.from, "files", column, int64(m.old), values[i])
		if err != nil {
			return values, err
		}
		if values[i], err = tx.sealTo(m.to, "files", column, int64(m.fresh), plain); err != nil {
			return values, err
		}
	}
	return values, nil
}

// recastFile gives a file of nobody a new row, as one that came at a time.
func (tx *Tx) recastFile(m fileMove, received int64) error {
	var values sealedFile
	var state, size int64
	var document bool
	if err := tx.must("SELECT state, document, size, reference, sha256, original, working, print FROM files WHERE id = $1 AND scope = $2",
		[]any{int64(m.old), m.from}, &state, &document, &size, &values[0], &values[1], &values[2], &values[3], &values[4]); err != nil {
		return err
	}
	values, err := tx.reseal(m, values)
	if err != nil {
		return err
	}
	return tx.put(`INSERT INTO files (id, owner, scope, state, reference, document, size, sha256, original, working, print, attempt, next_try, received)
		VALUES ($1, 0, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $11)`,
		int64(m.fresh), m.to, state, values[0], document, size, values[1], values[2], values[3], values[4], received)
}

// WorkingCopy reads the copy without metadata for a message that an act has
// allowed before; nil where there is none. Acts that allow it check who asks.
func (tx *Tx) WorkingCopy(f cases.FileID) ([]byte, error) { return tx.working(f) }
