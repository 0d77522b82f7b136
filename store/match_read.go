package store

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"dodomu/store/cases"
	"dodomu/store/names"
)

// Matches is what may be about the same child as a case, as the index sees it now,
// those with the same picture and the likeliest first; decided ones last. What the index finds besides is suggested by
// it. Staff to whom the case is visible: ErrForbidden for who is not staff, ErrNotFound
// where there is none for them. Without the index nothing is scored. The reading is
// a line of the case's history, so it needs an Update. What the other reports say is
// not among it; see Match.
func (tx *Tx) Matches(by cases.Actor, ref cases.Ref) ([]cases.Match, error) {
	d, err := tx.desk(by, ref, cases.MayRead)
	if err != nil {
		return nil, fmt.Errorf("matches: %w", err)
	}
	if _, err := tx.record(line{Case: d.c.ID, Kind: cases.KindRead, By: d.by}); err != nil {
		return nil, fmt.Errorf("matches: %w", err)
	}
	if err := tx.findAlike(d.c.ID); err != nil {
		return nil, fmt.Errorf("matches: %w", err)
	}
	all, err := tx.matchesOf(d)
	if err != nil {
		return nil, fmt.Errorf("matches: %w", err)
	}
	return all, nil
}

// Match is one match of a case, with what the reports of both sides say. For who may
// read the case (else as Matches); ErrNotFound where there is no such match. A worker
// sees the other side as far as they may open that case: of one in somebody else's
// hand they learn its number and which fields agree, differ or are missing, so that
// they can ask for it, and no word of what another family wrote. Both readings stand
// in the histories.
func (tx *Tx) Match(by cases.Actor, p Pair) (cases.Match, error) {
	d, r, err := tx.pair(by, p, cases.MayRead)
	if err != nil {
		return cases.Match{}, fmt.Errorf("match: %w", err)
	}
	m, err := tx.matchCard(d, r)
	if err != nil {
		return cases.Match{}, fmt.Errorf("match: %w", err)
	}
	return m, nil
}

// matchCard is a match with the words of both sides, each read by who looks.
func (tx *Tx) matchCard(d desk, r *matchRow) (cases.Match, error) {
	m, err := tx.matchView(d, r)
	if err != nil {
		return m, err
	}
	if _, err := tx.record(line{Case: d.c.ID, Kind: cases.KindRead, By: d.by}); err != nil {
		return m, err
	}
	if m.Mine, err = tx.childrenOf(d.c.ID); err != nil || !m.Readable {
		return m, err
	}
	return m, tx.readAcross(d, r, &m)
}

// childrenOf is what the reports of a case say of the child, the first one first.
func (tx *Tx) childrenOf(id cases.CaseID) ([]cases.Child, error) {
	filed, err := tx.filed(id)
	var all []cases.Child
	for _, f := range filed {
		all = append(all, f.Sheet.Children...)
	}
	return all, err
}

// findAlike suggests what the index finds for a case, where it is complete.
func (tx *Tx) findAlike(id cases.CaseID) error {
	x, complete := tx.db.Index()
	if !complete {
		return nil
	}
	r, found, err := tx.childRecord(id)
	if err != nil || !found {
		return err
	}
	pictured, err := tx.samePicture(int64(id))
	if err != nil {
		return err
	}
	return tx.suggest(append(alike(x, r), pictured...))
}

// childRecord is a case as the index holds it; false for one that may not be
// searched for.
func (tx *Tx) childRecord(id cases.CaseID) (names.Record, bool, error) {
	all, err := tx.sealedChildren(id, id)
	if err != nil || len(all) == 0 {
		return names.Record{}, false, err
	}
	r, _, err := all[0].open(tx.db.keys)
	return r, err == nil, err
}

// matchesOf lists the matches of a case, scored. An open one of which a side may
// not be matched now is left out: it comes back with the consent.
func (tx *Tx) matchesOf(d desk) ([]cases.Match, error) {
	rows, err := tx.matchesWhere(ofCase+` ORDER BY m.id`, d.c.ID)
	if err != nil {
		return nil, err
	}
	var all []cases.Match
	for _, r := range rows {
		if err := tx.lookAcross(d, r); err != nil {
			return nil, err
		}
		fits := searchedFor(*d.c) && (r.tip != 0 || searchedFor(r.otherRow.Case))
		if r.state.Open() && !fits {
			continue
		}
		m, err := tx.matchView(d, r)
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	slices.SortStableFunc(all, func(a, b cases.Match) int {
		return cmp.Or(cmp.Compare(matchRank(a), matchRank(b)), cmp.Compare(flag(b.Picture), flag(a.Picture)), cmp.Compare(b.Bits, a.Bits))
	})
	return all, nil
}

// searchedFor tells whether the index may hold a living case.
func searchedFor(c cases.Case) bool { return c.MaySearch && c.Stage != cases.MergedInto }

// shownWaiting is how many matches stand on an opened case.
const shownWaiting = 3

// waitingMatches are the likeliest matches of a case that wait for a person.
func (tx *Tx) waitingMatches(d desk) ([]cases.Match, error) {
	all, err := tx.matchesOf(d)
	all = slices.DeleteFunc(all, func(m cases.Match) bool { return !m.State.Open() })
	return all[:min(len(all), shownWaiting)], err
}

// matchRank orders matches: what waits for a person, what was decided so, the rest.
func matchRank(m cases.Match) int {
	switch {
	case m.State == cases.Confirmed:
		return 0
	case m.State.Open():
		return 1
	}
	return 2
}

// matchView is a match with its score as of now, without the words of either side.
func (tx *Tx) matchView(d desk, r *matchRow) (cases.Match, error) {
	by, err := tx.staffName(r.staff)
	if err != nil {
		return cases.Match{}, err
	}
	m := cases.Match{ID: r.id, State: r.state, Picture: r.picture != 0, By: by, Readable: r.seen, May: r.decidable(d), Changed: time.UnixMilli(r.changed)}
	if r.tip != 0 {
		m.Tip = r.tipRow.Tip.Ref
	} else {
		m.Other = r.otherRow.Case.Ref
	}
	if m.Readable {
		m.Why = r.why
	}
	return m, tx.score(r, &m)
}

// score fills in what the index says of a pair now: nothing while it is not
// complete, or where it does not hold both.
func (tx *Tx) score(r *matchRow, m *cases.Match) error {
	x, complete := tx.db.Index()
	if !complete {
		return nil
	}
	pair, found, err := tx.scorePair(x, r)
	if err != nil || !found {
		return err
	}
	m.Scored, m.Bits, m.Probability = true, pair.Bits, pair.Probability
	for _, f := range pair.Fields {
		m.Fields = append(m.Fields, cases.MatchField{Name: string(f.Name), Level: f.Level.String(), Verdict: cases.Verdict(f.Verdict.String()), Bits: f.Bits})
	}
	return nil
}

// scorePair holds the subject of a match against its case; false where the index may
// not hold both.
func (tx *Tx) scorePair(x *names.Index, r *matchRow) (names.Match, bool, error) {
	if r.tip != 0 {
		return tx.scoreTip(x, r)
	}
	subject, found, err := tx.childRecord(cases.CaseID(r.subject))
	if err != nil || !found {
		return names.Match{}, false, err
	}
	m, found := x.Same(subject.Question(), childID(r.caseID))
	return m, found, nil
}
