package emulator

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
)

// maxBody is what Telegram takes at a call: 50 MB of files and the words
// around them.
const maxBody = 51 << 20

// read fills the call from the query and the body of a request.
func (c *call) read(w http.ResponseWriter, r *http.Request) *refusal {
	if r.URL.RawQuery != "" {
		if no := c.readForm(r.URL.RawQuery); no != nil {
			return no
		}
	}
	if r.Method == http.MethodPost {
		if no := c.readBody(w, r); no != nil {
			return no
		}
	}
	return c.check()
}

func (c *call) readBody(w http.ResponseWriter, r *http.Request) *refusal {
	buffer := buffers.Get().(*bytes.Buffer)
	defer giveBack(buffer)
	if _, err := io.Copy(buffer, http.MaxBytesReader(w, r.Body, maxBody)); err != nil {
		return unreadable(err)
	}
	body := buffer.Bytes()
	if len(body) == 0 {
		return nil
	}
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case err == nil && kind == "multipart/form-data":
		return c.readMultipart(body, params["boundary"])
	case kind == "application/json":
		return c.readJSON(body)
	case kind == "application/x-www-form-urlencoded":
		return c.readForm(string(body))
	}
	return bad("unsupported content type of the request")
}

func unreadable(err error) *refusal {
	if _, over := err.(*http.MaxBytesError); over {
		return &refusal{status: 413, text: "Request Entity Too Large"}
	}
	return bad("can't read the request")
}

func (c *call) readForm(text string) *refusal {
	fields, err := url.ParseQuery(text)
	if err != nil {
		return bad("can't parse the request as a form")
	}
	for name, values := range fields {
		for _, v := range values {
			if no := c.bind(name, value{text: v}); no != nil {
				return no
			}
		}
	}
	return nil
}

func (c *call) readJSON(body []byte) *refusal {
	var fields map[string]json.RawMessage
	if json.Unmarshal(body, &fields) != nil || fields == nil {
		return bad("can't parse request JSON object")
	}
	for name, raw := range fields {
		v := value{text: string(raw), bare: true}
		if raw[0] == '"' {
			v = value{quoted: true}
			if json.Unmarshal(raw, &v.text) != nil {
				return bad("can't parse request JSON object")
			}
		}
		if no := c.bind(name, v); no != nil {
			return no
		}
	}
	return nil
}

// readMultipart walks over the parts in place: copies of whole bodies would
// cost more than all else.
func (c *call) readMultipart(body []byte, boundary string) *refusal {
	delimiter := []byte("\r\n--" + boundary)
	if boundary == "" || !bytes.HasPrefix(body, delimiter[2:]) {
		return bad("can't parse multipart form")
	}
	rest := body[len(delimiter)-2:]
	for !bytes.HasPrefix(rest, []byte("--")) {
		rest = bytes.TrimPrefix(rest, []byte("\r\n"))
		end := bytes.Index(rest, delimiter)
		if end < 0 {
			return bad("can't parse multipart form: it breaks off")
		}
		if no := c.readPart(rest[:end]); no != nil {
			return no
		}
		rest = rest[end+len(delimiter):]
	}
	return nil
}

func (c *call) readPart(part []byte) *refusal {
	head, content, ok := bytes.Cut(part, []byte("\r\n\r\n"))
	h := readPartHead(string(head))
	if !ok || h.part == "" {
		return bad("can't parse multipart form: a part has no name")
	}
	if !h.used {
		return c.bind(h.part, value{text: string(content)})
	}
	h.used = false
	h.data = bytes.Clone(content)
	if c.method.index(h.part) >= 0 {
		return c.bind(h.part, value{file: &h})
	}
	if c.attached(h.part) != nil {
		return bad("parameter \"%s\" is given twice", h.part)
	}
	c.files = append(c.files, h)
	return nil
}

// readPartHead reads the header of a part; used tells that it is a file.
func readPartHead(head string) upload {
	var u upload
	for line := range strings.SplitSeq(head, "\r\n") {
		name, content, _ := strings.Cut(line, ":")
		content = strings.TrimSpace(content)
		switch {
		case strings.EqualFold(name, "Content-Type"):
			u.mime = content
		case strings.EqualFold(name, "Content-Disposition"):
			u.disposition(content)
		}
	}
	return u
}

// disposition reads the plain form by hand, and anything else with the
// library.
func (u *upload) disposition(content string) {
	if quoted, ok := strings.CutPrefix(content, `form-data; name="`); ok && strings.IndexByte(quoted, '"') == len(quoted)-1 && !strings.Contains(quoted, `\`) {
		u.part = quoted[:len(quoted)-1]
		return
	}
	_, params, err := mime.ParseMediaType(content)
	if err != nil {
		return
	}
	u.part = params["name"]
	u.name, u.used = params["filename"]
}

// loose refuses files that nothing refers to.
func (c *call) loose() *refusal {
	for i := range c.files {
		if !c.files[i].used {
			return bad("unknown parameter \"%s\" of %s", c.files[i].part, c.method.name)
		}
	}
	return nil
}
