package store

import (
	"encoding/json"

	"dodomu/store/cases"
)

// childrenOf reads from a sheet's JSON what the index needs of its children: the
// fields of questionOf. It does so several times faster than the general reader, which
// a build of a million cases would mostly wait for; what it does not follow it leaves
// to that one.
func childrenOf(sheet []byte) ([]cases.Child, error) {
	r := sheetReader{text: sheet}
	var all []cases.Child
	r.object(func(key string) {
		if key != "children" {
			r.skip()
			return
		}
		r.array(func() {
			all = append(all, cases.Child{})
			r.child(&all[len(all)-1])
		})
	})
	if !r.lost && r.at == len(sheet) {
		return all, nil
	}
	var whole struct {
		Children []cases.Child `json:"children"`
	}
	err := json.Unmarshal(sheet, &whole)
	return whole.Children, err
}

// sheetReader walks over JSON as encoding/json writes it: without spaces. It is lost
// where it meets anything else, and reads nothing more.
type sheetReader struct {
	text []byte
	at   int
	lost bool
}

func (r *sheetReader) child(c *cases.Child) {
	r.object(func(key string) {
		switch key {
		case "name":
			r.name(&c.Name)
		case "sex":
			c.Sex = cases.Sex(r.str())
		case "birth":
			r.birth(&c.Birth)
		case "separation":
			r.separation(&c.Separation)
		case "from":
			r.place(&c.From)
		case "last":
			r.place(&c.Last)
		case "marks":
			c.Marks = r.str()
		case "school":
			c.School = r.str()
		default:
			r.skip()
		}
	})
}

func (r *sheetReader) name(n *cases.Name) {
	r.object(func(key string) {
		switch text := r.str(); key {
		case "surname":
			n.Surname = text
		case "given":
			n.Given = text
		case "patronymic":
			n.Patronymic = text
		case "other":
			n.Other = text
		case "after":
			n.After = text
		}
	})
}

func (r *sheetReader) place(p *cases.Place) {
	r.object(func(key string) {
		switch text := r.str(); key {
		case "country":
			p.Country = text
		case "oblast":
			p.Oblast = text
		case "region":
			p.Region = text
		case "settlement":
			p.Settlement = text
		case "institution":
			p.Institution = text
		}
	})
}

func (r *sheetReader) birth(b *cases.Birth) {
	r.object(func(key string) {
		switch key {
		case "date":
			r.date(&b.Date)
		case "age_from":
			b.AgeFrom = r.number()
		case "age_to":
			b.AgeTo = r.number()
		case "as_of":
			r.date(&b.AsOf)
		default:
			r.skip()
		}
	})
}

func (r *sheetReader) separation(s *cases.Separation) {
	r.object(func(key string) {
		if key == "date" {
			r.date(&s.Date)
		} else {
			r.skip()
		}
	})
}

func (r *sheetReader) date(d *cases.Date) {
	r.object(func(key string) {
		switch key {
		case "y":
			d.Year = r.number()
		case "m":
			d.Month = r.number()
		case "d":
			d.Day = r.number()
		default:
			r.skip()
		}
	})
}

// peek gives the next byte, 0 at the end or when lost.
func (r *sheetReader) peek() byte {
	if r.lost || r.at >= len(r.text) {
		return 0
	}
	return r.text[r.at]
}

// take steps over a byte that has to come.
func (r *sheetReader) take(c byte) {
	if r.peek() != c {
		r.lost = true
		return
	}
	r.at++
}

// object calls f with each key; f steps over the value.
func (r *sheetReader) object(f func(key string)) {
	r.list('{', '}', func() {
		key := r.raw()
		r.take(':')
		f(string(key))
	})
}

// array calls f for each element; f steps over it.
func (r *sheetReader) array(f func()) { r.list('[', ']', f) }

func (r *sheetReader) list(first, last byte, f func()) {
	r.take(first)
	if r.peek() == last {
		r.at++
		return
	}
	for !r.lost {
		f()
		if r.peek() == last {
			r.at++
			return
		}
		r.take(',')
	}
}

// raw gives the inside of a string without escapes.
func (r *sheetReader) raw() []byte {
	r.take('"')
	start := r.at
	for c := r.peek(); c != '"' && c != 0; c = r.peek() {
		if c == '\\' || c < ' ' {
			r.lost = true
		}
		r.at++
	}
	end := r.at
	r.take('"')
	if r.lost {
		return nil
	}
	return r.text[start:end]
}

func (r *sheetReader) str() string { return string(r.raw()) }

// number reads a whole number of few digits.
func (r *sheetReader) number() int {
	const digits = 6
	n, start := 0, r.at
	for c := r.peek(); c >= '0' && c <= '9'; c = r.peek() {
		n = n*10 + int(c-'0')
		r.at++
	}
	r.lost = r.lost || r.at == start || r.at-start > digits
	return n
}

// skip steps over any value.
func (r *sheetReader) skip() {
	switch c := r.peek(); {
	case c == '{':
		r.object(func(string) { r.skip() })
	case c == '[':
		r.array(r.skip)
	case c == '"':
		r.raw()
	default:
		start := r.at
		for c := r.peek(); c == '-' || c == '.' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z'; c = r.peek() {
			r.at++
		}
		r.lost = r.lost || r.at == start
	}
}
