package store

import (
	"slices"
	"strings"

	"dodomu/store/cases"
	"dodomu/store/names"
	"dodomu/store/seal"
)

// sealedChild is all that the index needs of a case, still sealed.
type sealedChild struct {
	id       cases.CaseID
	wrap     []byte
	filed    []sealedFiling
	siblings []cases.CaseID
	prints   []sealedPrint
}

// sealedFiling is one report of a case.
type sealedFiling struct {
	report int64
	sheet  []byte
}

// open makes the record of a case: what its reports say of the child, and the prints
// of its pictures.
func (s sealedChild) open(keys *seal.Master) (names.Record, []cases.Print, error) {
	key, err := keys.Unwrap(int64(s.id), s.wrap)
	if err != nil {
		return names.Record{}, nil, err
	}
	r, err := s.record(key)
	if err != nil {
		return names.Record{}, nil, err
	}
	prints, err := s.pictures(key)
	return r, prints, err
}

// record makes the record of a case: what its reports say of the child.
func (s sealedChild) record(key seal.Key) (names.Record, error) {
	filed := make([]cases.Child, 0, len(s.filed))
	for _, f := range s.filed {
		plain, err := key.Open(f.sheet, seal.Place{Table: "filings", Column: "sheet", Scope: int64(s.id), Row: f.report})
		if err != nil {
			return names.Record{}, err
		}
		children, err := childrenOf(plain)
		if err != nil {
			return names.Record{}, err
		}
		filed = append(filed, children...)
	}
	return recordOf(s.id, filed, s.siblings), nil
}

// recordOf is a case as the index holds it. The first report says what is what;
// the names and places of later ones count beside it.
func recordOf(id cases.CaseID, filed []cases.Child, siblings []cases.CaseID) names.Record {
	r := names.Record{ID: childID(id)}
	for i, c := range filed {
		q := questionOf(c)
		if i == 0 {
			r.Name, r.Sex, r.Birth, r.Parted = q.Name, q.Sex, q.Birth, q.Parted
		} else {
			r.Other = append(r.Other, whole(c.Name))
			complete(&r, q)
		}
		r.Other = append(r.Other, q.Other...)
		r.Places = union(r.Places, q.Places)
		r.Institution = joined(r.Institution, q.Institution)
		r.Marks = joined(r.Marks, q.Marks)
	}
	for _, s := range siblings {
		r.Siblings = append(r.Siblings, childID(s))
	}
	return r
}

// complete takes from a later report what the first did not say.
func complete(r *names.Record, q names.Query) {
	if r.Sex == names.SexUnknown {
		r.Sex = q.Sex
	}
	if r.Birth == (names.Birth{}) {
		r.Birth = q.Birth
	}
	if r.Parted == (names.Date{}) {
		r.Parted = q.Parted
	}
}

// questionOf is what a report says of a child, as a question to the index.
func questionOf(c cases.Child) names.Query {
	q := names.Query{
		Name:  names.Name{Surname: c.Name.Surname, Given: c.Name.Given, Patronymic: c.Name.Patronymic},
		Birth: birthOf(c.Birth), Parted: dayOf(c.Separation.Date), Marks: c.Marks,
		Institution: joined(joined(c.Last.Institution, c.From.Institution), c.School),
		Places:      union(placesOf(c.From), placesOf(c.Last)),
	}
	for _, text := range []string{c.Name.Other, c.Name.After} {
		q.Other = append(q.Other, strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;/\n", r) })...)
	}
	switch c.Sex {
	case cases.Girl:
		q.Sex = names.Female
	case cases.Boy:
		q.Sex = names.Male
	}
	return q
}

func birthOf(b cases.Birth) names.Birth {
	return names.Birth{Date: dayOf(b.Date), AgeFrom: b.AgeFrom, AgeTo: b.AgeTo, AsOf: dayOf(b.AsOf)}
}

func dayOf(d cases.Date) names.Date { return names.Date{Year: d.Year, Month: d.Month, Day: d.Day} }

// placesOf is a place as the index compares it: none where only a country is said.
func placesOf(p cases.Place) []names.Place {
	at := names.Place{Settlement: p.Settlement, Oblast: p.Oblast}
	if at.Oblast == "" {
		at.Oblast = p.Region
	}
	if at == (names.Place{}) {
		return nil
	}
	return []names.Place{at}
}

func union(a, b []names.Place) []names.Place {
	for _, p := range b {
		if !slices.Contains(a, p) {
			a = append(a, p)
		}
	}
	return a
}

// joined is both texts; one that is said twice stands once.
func joined(a, b string) string {
	switch {
	case a == "" || a == b:
		return b
	case b == "":
		return a
	}
	return a + " " + b
}

// whole is a name in one line.
func whole(n cases.Name) string { return strings.Join([]string{n.Surname, n.Given, n.Patronymic}, " ") }
