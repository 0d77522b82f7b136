package store

import (
	"fmt"

	"dodomu/store/cases"
)

// addConsent keeps an answer about consent and what follows from the latest ones.
func (tx *Tx) addConsent(f follower, c cases.Consent) error {
	if err := tx.put(`INSERT INTO consents (id, case_id, person, purpose, given, version, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		tx.newID(), f.caseID, f.person, c.Purpose, flag(c.Given), c.Version, ms(tx.Now())); err != nil {
		return fmt.Errorf("keep consent: %w", err)
	}
	var column string
	switch c.Purpose {
	case cases.ConsentContact:
		column = "contact"
	case cases.ConsentSearch:
		column = "search"
	default:
		return nil
	}
	if err := tx.put(`UPDATE followers SET `+column+` = $1 WHERE case_id = $2 AND person = $3`, flag(c.Given), f.caseID, f.person); err != nil {
		return fmt.Errorf("keep consent: %w", err)
	}
	return nil
}

// consents gives the answers about consent in force: of one person for one case,
// the latest for each purpose, in the order of [cases.Purposes]. What was never
// answered is not among them.
func (tx *Tx) consents(id cases.CaseID, p cases.PersonID) ([]cases.Consent, error) {
	latest := map[cases.Purpose]cases.Consent{}
	err := tx.all(`SELECT purpose, given, version FROM consents WHERE case_id = $1 AND person = $2 ORDER BY at, id`,
		[]any{id, p}, func(scan func(...any) error) error {
			var c cases.Consent
			var given int64
			err := scan(&c.Purpose, &given, &c.Version)
			c.Given = given != 0
			latest[c.Purpose] = c
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("read consents: %w", err)
	}
	var all []cases.Consent
	for _, purpose := range cases.Purposes() {
		if c, answered := latest[purpose]; answered {
			all = append(all, c)
		}
	}
	return all, nil
}
