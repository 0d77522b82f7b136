package store

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"

	"dodomu/store/cases"
	"dodomu/store/seal"
)

// Pictures. The prints of a case's pictures are sealed beside them and, open, only in
// the memory of the index. Reading them reads the index files_scope alone: in SQLite
// the column stands behind the pictures themselves.

// printSize is how long a print is when it is written down.
const printSize = 16

// printBytes is a print as it is sealed; nil for one that says nothing.
func printBytes(p cases.Print) []byte {
	if !p.Says() {
		return nil
	}
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, p.Plain), p.Mirrored)
}

func printOf(b []byte) (cases.Print, error) {
	if len(b) != printSize {
		return cases.Print{}, fmt.Errorf("a print of %d bytes: %w", len(b), cases.ErrInvalid)
	}
	return cases.Print{Plain: binary.BigEndian.Uint64(b), Mirrored: binary.BigEndian.Uint64(b[8:])}, nil
}

// sealedPrint is the print of one file of a scope.
type sealedPrint struct {
	scope, file int64
	sealed      []byte
}

func (s sealedPrint) open(key seal.Key) (cases.Print, error) {
	plain, err := key.Open(s.sealed, seal.Place{Table: "files", Column: "print", Scope: s.scope, Row: s.file})
	if err != nil {
		return cases.Print{}, err
	}
	return printOf(plain)
}

// sealedPrints reads the prints of the scopes from one id to another.
func (tx *Tx) sealedPrints(from, to int64) ([]sealedPrint, error) {
	var all []sealedPrint
	err := tx.all(`SELECT scope, id, print FROM files WHERE scope >= $1 AND scope <= $2 AND print IS NOT NULL ORDER BY scope, id`,
		[]any{from, to}, func(scan func(...any) error) error {
			var s sealedPrint
			err := scan(&s.scope, &s.file, &s.sealed)
			all = append(all, s)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("read prints: %w", err)
	}
	return all, nil
}

// addPrints gives each case the prints of its pictures.
func (tx *Tx) addPrints(all []sealedChild, from, to cases.CaseID) error {
	prints, err := tx.sealedPrints(int64(from), int64(to))
	for _, p := range prints {
		if i, found := childAt(all, cases.CaseID(p.scope)); found {
			all[i].prints = append(all[i].prints, p)
		}
	}
	return err
}

// pictures opens the prints of a case.
func (s sealedChild) pictures(key seal.Key) ([]cases.Print, error) {
	var all []cases.Print
	for _, sealed := range s.prints {
		p, err := sealed.open(key)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

// samePicture gives which cases have a picture that may be one of a case's or a
// tip's, the nearest first. The cases are those that the index holds.
func (tx *Tx) samePicture(id int64) ([]suggestion, error) {
	sealed, err := tx.sealedPrints(id, id)
	if err != nil || len(sealed) == 0 {
		return nil, err
	}
	key, err := tx.scopeKey(id)
	if err != nil {
		return nil, err
	}
	prints, err := sealedChild{prints: sealed}.pictures(key)
	if err != nil {
		return nil, err
	}
	_, err = tx.tipByID(id)
	if ignoreMissing(err) != nil {
		return nil, err
	}
	tip := err == nil
	var all []suggestion
	for _, c := range tx.db.index.pictured(prints, cases.CaseID(id)) {
		s := pairOf(c, cases.CaseID(id))
		if tip {
			s = suggestion{caseID: c, subject: id, tip: true}
		}
		s.picture = true
		all = append(all, s)
	}
	return all, nil
}

// pictured gives the cases besides one that have a picture near to one of these, the
// nearest first.
func (x *matchIndex) pictured(prints []cases.Print, besides cases.CaseID) []cases.CaseID {
	type hit struct {
		id    cases.CaseID
		apart int
	}
	var hits []hit
	x.mu.Lock()
	for id, theirs := range x.prints {
		if apart, near := nearest(prints, theirs); near && id != besides {
			hits = append(hits, hit{id, apart})
		}
	}
	x.mu.Unlock()
	slices.SortFunc(hits, func(a, b hit) int { return cmp.Or(cmp.Compare(a.apart, b.apart), cmp.Compare(a.id, b.id)) })
	var all []cases.CaseID
	for _, h := range hits[:min(len(hits), suggestedMost)] {
		all = append(all, h.id)
	}
	return all
}

// nearest is how near the nearest pictures of two sides are.
func nearest(mine, theirs []cases.Print) (apart int, near bool) {
	for _, p := range mine {
		for _, q := range theirs {
			if d, ok := p.Apart(q); ok && (!near || d < apart) {
				apart, near = d, true
			}
		}
	}
	return apart, near
}
