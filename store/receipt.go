package store

import (
	"fmt"

	"golang.org/x/crypto/argon2"

	"dodomu/store/cases"
)

// A receipt is looked up by a slow hash of it: argon2id (RFC 9106) over its HMAC
// under a key that is not in the store. The HMAC alone keeps a thief of the store
// from trying; the slow hash keeps a thief of both from trying fast. There is no
// salt for each receipt: it could not be found then; the key is one for the store.
// Modest figures, because attempts are few and the writer waits: about 2 ms.
const (
	receiptPasses  = 1
	receiptMemory  = 2 * 1024 // KiB
	receiptThreads = 1
	receiptSize    = 32
)

func (tx *Tx) receiptHash(r cases.Receipt) ([]byte, error) {
	salt, err := tx.db.keys.Derive("receipt-salt")
	if err != nil {
		return nil, err
	}
	return argon2.IDKey(tx.blind("receipt", []byte(r)), salt, receiptPasses, receiptMemory, receiptThreads, receiptSize), nil
}

// ByReceipt gives the cases of the report whose receipt a person typed, as its
// reporter reads them: the way back for who lost their chat. ErrNotFound for any
// that does not work, after the same work; ErrTooMany after too many attempts. Each
// use stands in the history of the cases. Commit whatever it says: the attempt counts.
func (tx *Tx) ByReceipt(p cases.PersonID, typed string) ([]cases.FamilyView, error) {
	if err := tx.lockHistory(); err != nil {
		return nil, fmt.Errorf("open by receipt: %w", err)
	}
	if err := tx.attempt(p); err != nil {
		return nil, fmt.Errorf("open by receipt: %w", err)
	}
	receipt, well := cases.ParseReceipt(typed)
	hash, err := tx.receiptHash(receipt)
	if err != nil {
		return nil, fmt.Errorf("open by receipt: %w", err)
	}
	var report cases.ReportID
	var reporter cases.PersonID
	err = tx.must(`SELECT id, person FROM reports WHERE receipt = $1`, []any{hash}, &report, &reporter)
	if err == nil && !well {
		err = cases.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("open by receipt: %w", err)
	}
	views, err := tx.reportViews(report, reporter, p)
	if err == nil && len(views) == 0 {
		err = cases.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("open by receipt: %w", err)
	}
	return views, nil
}

func (tx *Tx) reportViews(report cases.ReportID, reporter, p cases.PersonID) ([]cases.FamilyView, error) {
	rows, err := tx.casesWhere(`FROM filings f JOIN cases c ON c.id = f.case_id
		WHERE f.report = $1 AND c.erased IS NULL ORDER BY c.id`, report)
	if err != nil {
		return nil, err
	}
	var views []cases.FamilyView
	for _, r := range rows {
		if _, err := tx.record(line{Case: r.ID, Kind: cases.KindReceiptUsed, By: cases.Actor{Person: p, Role: cases.Family}}); err != nil {
			return nil, err
		}
		f, err := tx.followerOf(r.ID, reporter)
		if err != nil {
			return nil, err
		}
		v, err := tx.familyView(r, f)
		if err != nil {
			return nil, err
		}
		views = append(views, v)
	}
	return views, nil
}
