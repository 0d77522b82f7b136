package names

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// CodifierError says which line of a codifier cannot be used, and why.
type CodifierError struct {
	Line int
	Why  string
}

// Error names the line, never what stands in it.
func (e *CodifierError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Why) }

// codifierColumns is how many columns a codifier has: four levels of codes and one
// more, the category, the name.
const codifierColumns = 7

// codeLength is the length of a code of the codifier: UA and seventeen digits.
const codeLength = 19

// codifier is a codifier being read: what its codes are called so far.
type codifier struct {
	oblasts, raions map[string]string
	seen            map[string]bool
	rows            []PlaceRow
	separator       string
}

// ReadCodifier reads the official codifier of Ukraine's administrative units (КАТОТТГ,
// Ministry for Communities Development) as a text of UTF-8 with seven columns: the
// codes of four levels and of city districts, the category, the name. It gives its
// cities, settlements and villages with raion and oblast, in the order of the file.
// A *CodifierError names the first line that is not as the codifier is.
func ReadCodifier(from io.Reader) ([]PlaceRow, error) {
	c := codifier{oblasts: map[string]string{}, raions: map[string]string{}, seen: map[string]bool{}}
	lines := bufio.NewScanner(from)
	n := 0
	for lines.Scan() {
		n++
		line := strings.TrimRight(string(bytes.TrimPrefix(lines.Bytes(), []byte("\ufeff"))), "\r ")
		if why := c.read(n, line); why != "" {
			return nil, &CodifierError{n, why}
		}
	}
	if err := lines.Err(); err != nil {
		return nil, &CodifierError{n + 1, err.Error()}
	}
	if len(c.rows) == 0 {
		return nil, &CodifierError{n, "the file ends without a single settlement"}
	}
	return c.rows, nil
}

// read takes one line in; it returns why it cannot, "" where it could.
func (c *codifier) read(n int, line string) (why string) {
	switch {
	case !utf8.ValidString(line):
		return "it is not UTF-8, save the file in that encoding"
	case n == 1:
		return c.head(line)
	case line == "":
		return ""
	}
	cells := strings.Split(line, c.separator)
	if len(cells) < codifierColumns {
		return fmt.Sprintf("it has %d columns, the codifier has %d", len(cells), codifierColumns)
	}
	for i, cell := range cells {
		cells[i] = strings.TrimSpace(cell)
	}
	category, name := cells[5], strings.TrimSpace(strings.Join(cells[6:], c.separator))
	if name == "" {
		return "its name is empty"
	}
	return c.place(cells[:5], category, name)
}

// head looks at the first line, which names the columns.
func (c *codifier) head(line string) (why string) {
	for _, separator := range []string{";", "\t", ","} {
		cells := strings.Split(line, separator)
		if len(cells) == codifierColumns && strings.Contains(clean(cells[5]), "категорія") && strings.Contains(clean(cells[6]), "назва") {
			c.separator = separator
			return ""
		}
	}
	return "it does not name the seven columns of the codifier: four levels, an additional one, category, name"
}

// levelOf is at which level each category of the codifier stands.
func levelOf(category string) (level int, known bool) {
	switch category {
	case "O", "K": // oblast; city with a status of its own
		return 0, true
	case "P":
		return 1, true
	case "H":
		return 2, true
	case "M", "X", "C", "T": // city, settlement, village, settlement of urban type
		return 3, true
	case "B":
		return 4, true
	}
	return 0, false
}

// place takes in one unit.
func (c *codifier) place(codes []string, category, name string) (why string) {
	level, known := levelOf(category)
	if !known {
		return fmt.Sprintf("there is no category %.10q", category)
	}
	code := codes[level]
	if why := c.check(codes, level); why != "" {
		return why
	}
	c.seen[code] = true
	switch level {
	case 0:
		c.oblasts[code] = name
		if category == "K" {
			c.rows = append(c.rows, PlaceRow{Code: code, Settlement: name, Oblast: name})
		}
	case 1:
		c.raions[code] = name
	case 3:
		c.rows = append(c.rows, PlaceRow{Code: code, Settlement: name, Raion: c.raions[codes[1]], Oblast: c.oblasts[codes[0]]})
	}
	return ""
}

// check looks at the codes of a unit: its own is new, those above it are known.
func (c *codifier) check(codes []string, level int) (why string) {
	for i, code := range codes[:level+1] {
		switch {
		case code == "" && i > 0 && i < level && !slices.ContainsFunc(codes[i:level], func(s string) bool { return s != "" }):
			// Districts of a city with a status of its own stand right under it.
		case !isCode(code):
			return fmt.Sprintf("the code of its level %d is not UA and 17 digits", i+1)
		case i < level && !c.seen[code]:
			return fmt.Sprintf("its level %d has a code that no line before it has", i+1)
		case i == level && c.seen[code]:
			return "its code stands in a line before it"
		}
	}
	return ""
}

func isCode(s string) bool {
	digits, ok := strings.CutPrefix(s, "UA")
	return ok && len(s) == codeLength && strings.Trim(digits, "0123456789") == ""
}
