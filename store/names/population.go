package names

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Told is one child of the population of a measure. Children of one family were
// reported together; "" is a family of one.
type Told struct {
	Record
	Family string
}

// ReadPopulation reads the children of a measure: CSV of UTF-8 whose first line names
// the columns id, surname, given, and as far as there are any patronymic, sex (m, f),
// birth, settlement, raion, oblast, family, institution, parted, marks. Dates are
// 2014-12-19, 2014-12 or 2014. Other columns are passed over. An error names the line.
func ReadPopulation(from io.Reader) ([]Told, error) {
	file := csv.NewReader(from)
	file.ReuseRecord = true
	head, err := file.Read()
	if err != nil {
		return nil, fmt.Errorf("the population: %w", err)
	}
	column := map[string]int{}
	for i, name := range head {
		column[strings.TrimPrefix(name, "\ufeff")] = i + 1
	}
	for _, name := range []string{"id", "surname", "given"} {
		if column[name] == 0 {
			return nil, fmt.Errorf("the population, line 1: there is no column %q", name)
		}
	}
	var all []Told
	for {
		cells, err := file.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("the population: %w", err)
		}
		t, why := toldOf(func(name string) string {
			if i := column[name]; i > 0 {
				return strings.Clone(cells[i-1])
			}
			return ""
		})
		if why != "" {
			line, _ := file.FieldPos(0)
			return nil, fmt.Errorf("the population, line %d: %s", line, why)
		}
		all = append(all, t)
	}
}

// toldOf makes a child of the cells of a line.
func toldOf(cell func(string) string) (t Told, why string) {
	birth, ok := dateOf(cell("birth"))
	parted, ok2 := dateOf(cell("parted"))
	sex, ok3 := sexOf(cell("sex"))
	switch {
	case !ok || !ok2:
		return t, "a date is not like 2014-12-19, 2014-12 or 2014"
	case !ok3:
		return t, "a sex is neither m nor f nor empty"
	case cell("id") == "":
		return t, "its id is empty"
	}
	t = Told{Family: cell("family"), Record: Record{ID: cell("id"), Name: Name{cell("surname"), cell("given"), cell("patronymic")},
		Sex: sex, Birth: Birth{Date: birth}, Institution: cell("institution"), Parted: parted, Marks: cell("marks")}}
	if at := (Place{Settlement: cell("settlement"), Raion: cell("raion"), Oblast: cell("oblast")}); at != (Place{}) {
		t.Places = []Place{at}
	}
	return t, ""
}

// dateOf reads 2014-12-19, 2014-12, 2014 or nothing.
func dateOf(s string) (d Date, ok bool) {
	if s == "" {
		return d, true
	}
	parts := strings.Split(s, "-")
	if len(parts) > 3 {
		return d, false
	}
	for i, into := range []*int{&d.Year, &d.Month, &d.Day} {
		if i == len(parts) {
			break
		}
		n, err := strconv.Atoi(parts[i])
		if err != nil || n < 0 {
			return Date{}, false
		}
		*into = n
	}
	return d, true
}

func sexOf(s string) (sex Sex, ok bool) {
	switch s {
	case "m":
		return Male, true
	case "f":
		return Female, true
	}
	return SexUnknown, s == ""
}

// askedText is a line of a file of questions.
type askedText struct {
	ID          string   `json:"qid"`
	Kind        string   `json:"type"`
	Truth       string   `json:"truth"`
	Name        string   `json:"name"`
	Sex         string   `json:"sex,omitempty"`
	Birth       string   `json:"birth,omitempty"`
	Age         *int     `json:"age,omitempty"` // -1 or absent: unknown
	AsOf        string   `json:"asof,omitempty"`
	Place       string   `json:"place,omitempty"`
	Institution string   `json:"institution,omitempty"`
	Parted      string   `json:"parted,omitempty"`
	Marks       string   `json:"marks,omitempty"`
	Siblings    []string `json:"siblings,omitempty"`
}

// maxLine bounds a line of a file of questions.
const maxLine = 1 << 20

// ReadQuestions reads the questions of a measure: a line of JSON each with qid, type,
// truth (an id of the population, "" for none), name, and as far as it is said sex,
// birth, or age and asof, place, institution, parted, marks, siblings (ids). Other
// fields are passed over. An error names the line.
func ReadQuestions(from io.Reader) ([]Asked, error) {
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, maxLine)
	var all []Asked
	for n := 1; lines.Scan(); n++ {
		if len(strings.TrimSpace(lines.Text())) == 0 {
			continue
		}
		var t askedText
		if err := json.Unmarshal(lines.Bytes(), &t); err != nil {
			return nil, fmt.Errorf("the questions, line %d: %w", n, err)
		}
		a, why := t.asked()
		if why != "" {
			return nil, fmt.Errorf("the questions, line %d: %s", n, why)
		}
		all = append(all, a)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("the questions: %w", err)
	}
	return all, nil
}

func (t askedText) asked() (a Asked, why string) {
	a = Asked{ID: t.ID, Kind: t.Kind, Truth: t.Truth, Query: Query{Typed: t.Name, Institution: t.Institution, Marks: t.Marks, Siblings: t.Siblings}}
	birth, ok := dateOf(t.Birth)
	asof, ok2 := dateOf(t.AsOf)
	parted, ok3 := dateOf(t.Parted)
	sex, ok4 := sexOf(t.Sex)
	switch {
	case !ok || !ok2 || !ok3:
		return a, "a date is not like 2014-12-19, 2014-12 or 2014"
	case !ok4:
		return a, "a sex is neither m nor f nor empty"
	case t.ID == "" || t.Kind == "":
		return a, "it has no qid or no type"
	}
	a.Query.Sex, a.Query.Birth.Date, a.Query.Parted = sex, birth, parted
	if t.Age != nil && *t.Age >= 0 && birth == (Date{}) {
		a.Query.Birth = Birth{AgeFrom: *t.Age, AgeTo: *t.Age, AsOf: asof}
	}
	if t.Place != "" {
		a.Query.Places = []Place{{Text: t.Place}}
	}
	return a, ""
}
