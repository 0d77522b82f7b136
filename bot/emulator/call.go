package emulator

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"
)

// call is one call of a method while it is answered.
type call struct {
	server *Server
	ctx    context.Context
	method *method
	values []value // of method.params, at the same places
	files  []upload
	fault  *fault // that met the call; nil for none
	out    writer // the result
}

// value is a parameter as it was sent.
type value struct {
	text   string
	given  bool
	quoted bool    // a JSON string
	bare   bool    // another JSON value; neither is set in a form
	file   *upload // in a multipart form
}

// upload is a file in a multipart form.
type upload struct {
	part, name, mime string
	data             []byte
	used             bool
}

// bind puts a field where the method expects it.
func (c *call) bind(name string, v value) *refusal {
	i := c.method.index(name)
	if i < 0 {
		return bad("unknown parameter \"%s\" of %s", name, c.method.name)
	}
	if c.values[i].given {
		return bad("parameter \"%s\" is given twice", name)
	}
	if v.bare && v.text == "null" {
		return nil
	}
	v.given = true
	c.values[i] = v
	return nil
}

// check refuses what is missing or has another shape than it must.
func (c *call) check() *refusal {
	for i := range c.method.params {
		p, v := &c.method.params[i], &c.values[i]
		if !v.given {
			if p.required {
				return missing(p.name)
			}
			continue
		}
		if !utf8.ValidString(v.text) {
			return bad("strings must be encoded in UTF-8")
		}
		if !fits(p.shape, v) {
			return misshapen(p)
		}
	}
	return nil
}

func missing(name string) *refusal {
	switch name {
	case "chat_id", "from_chat_id":
		return bad("%s is empty", name)
	case "text":
		return bad("message text is empty")
	case "message_id":
		return bad("message identifier is not specified")
	case "message_ids":
		return bad("message identifiers are not specified")
	case "photo", "document":
		return bad("there is no %s in the request", name)
	case "file_id":
		return bad("file_id not specified")
	case "action":
		return bad("wrong parameter action in request")
	}
	return bad("parameter \"%s\" is required", name)
}

func misshapen(p *param) *refusal {
	switch p.shape {
	case numberShape:
		return bad("field \"%s\" must be a valid Integer", p.name)
	case boolShape:
		return bad("field \"%s\" must be of type Boolean", p.name)
	case chatShape:
		return bad("field \"%s\" must be an Integer or a String", p.name)
	case fileShape:
		return bad("field \"%s\" must be an InputFile or a String", p.name)
	case jsonShape:
		return bad("field \"%s\" must be a JSON object or array", p.name)
	}
	return bad("field \"%s\" must be of type String", p.name)
}

func fits(s shape, v *value) bool {
	if v.file != nil {
		return s == fileShape
	}
	switch s {
	case numberShape:
		return isInteger(v.text)
	case boolShape:
		return !v.quoted && (v.text == "true" || v.text == "false") || !v.bare && !v.quoted && (v.text == "True" || v.text == "False" || v.text == "1" || v.text == "0")
	case chatShape:
		return !v.bare || isInteger(v.text)
	case jsonShape:
		text := strings.TrimLeft(v.text, " \t\r\n")
		return text != "" && (text[0] == '{' || text[0] == '[')
	}
	return !v.bare
}

func isInteger(s string) bool {
	_, err := strconv.ParseInt(s, 10, 64)
	return err == nil
}

func (c *call) value(name string) *value {
	i := c.method.index(name)
	if i < 0 {
		panic("emulator: " + c.method.name + " declares no " + name)
	}
	return &c.values[i]
}

func (c *call) given(name string) bool { return c.value(name).given }

func (c *call) str(name string) string { return c.value(name).text }

// num is a number; 0 when it is not given.
func (c *call) num(name string) int64 {
	n, _ := strconv.ParseInt(c.value(name).text, 10, 64)
	return n
}

func (c *call) numOr(name string, otherwise int64) int64 {
	if !c.given(name) {
		return otherwise
	}
	return c.num(name)
}

func (c *call) bool(name string) bool {
	switch c.value(name).text {
	case "true", "True", "1":
		return true
	}
	return false
}

// attached is the uploaded file that attach://part means; nil if there is none.
func (c *call) attached(part string) *upload {
	for i := range c.files {
		if c.files[i].part == part {
			c.files[i].used = true
			return &c.files[i]
		}
	}
	return nil
}

// yes is the result of what has nothing else to say.
func (c *call) yes() *refusal {
	c.out.b = append(c.out.b, "true"...)
	return nil
}
