package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"dodomu/locales"
)

// visit is a page of a try without a browser: it reads the stream and acts in one
// chat.
type visit struct {
	t        testing.TB
	address  string
	tab      string
	token    string
	words    locales.Printer
	stream   *bufio.Reader
	messages map[int]visited
}

// visited is as much of a message as a visit looks at.
type visited struct {
	ID     int    `json:"id"`
	Mine   bool   `json:"mine"`
	Text   string `json:"text"`
	Inline [][]struct {
		Text string `json:"text"`
		Data string `json:"data"`
	} `json:"inline"`
}

var pageToken = regexp.MustCompile(`name="page-token" content="([0-9a-f]+)"`)

// visit opens the page; it ends with the test.
func (tr *trying) visit(tab, language string) *visit {
	tr.t.Helper()
	v := &visit{t: tr.t, address: tr.address, tab: tab, words: speaker(tr.t, language), messages: map[int]visited{}}
	page, err := io.ReadAll(v.get("/"))
	if err != nil {
		tr.t.Fatal(err)
	}
	token := pageToken.FindSubmatch(page)
	if token == nil {
		tr.t.Fatalf("the page has no token:\n%s", page)
	}
	v.token = string(token[1])
	v.stream = bufio.NewReader(v.get("/events"))
	return v
}

func (v *visit) get(path string) io.Reader {
	v.t.Helper()
	ctx, end := context.WithTimeout(context.Background(), patience)
	v.t.Cleanup(end)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, v.address+path, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	v.t.Cleanup(func() { resp.Body.Close() })
	return resp.Body
}

// act does one thing in the chat.
func (v *visit) act(verb string, fields map[string]string) {
	v.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	form.WriteField("by", "visit")
	for key, value := range fields {
		form.WriteField(key, value)
	}
	form.Close()
	r, err := http.NewRequest(http.MethodPost, v.address+"/act/"+v.tab+"/"+verb, &body)
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("X-Page-Token", v.token)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusNoContent {
		v.t.Fatalf("%s %v: %s", verb, fields, resp.Status)
	}
}

// press waits for the newest button with the words of a key and presses it.
func (v *visit) press(key string) {
	v.t.Helper()
	label, message, data := v.words.Say(key, nil), 0, ""
	v.until(key, func() bool {
		for id, m := range v.messages {
			for _, row := range m.Inline {
				for _, b := range row {
					if b.Text == label && id > message {
						message, data = id, b.Data
					}
				}
			}
		}
		return data != ""
	})
	v.act("press", map[string]string{"message": strconv.Itoa(message), "data": data})
}

// reads waits until the newest message of the bot says what a key says.
func (v *visit) reads(key string) {
	v.t.Helper()
	text := fixedPart(v.words.Say(key, map[string]any{"who": "\x00"}))
	v.until(key, func() bool {
		var newest visited
		for id, m := range v.messages {
			if !m.Mine && id > newest.ID {
				newest = m
			}
		}
		return strings.Contains(newest.Text, text)
	})
}

// until reads the stream until something is seen.
func (v *visit) until(what string, seen func() bool) {
	v.t.Helper()
	for !seen() {
		line, err := v.stream.ReadString('\n')
		if err != nil {
			v.t.Fatalf("%s never came: %v; the chat: %+v", what, err, v.messages)
		}
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			v.apply(data)
		}
	}
}

// apply takes what one frame of the stream says of the chat.
func (v *visit) apply(data string) {
	v.t.Helper()
	var frame struct {
		Tabs []struct {
			Tab      string    `json:"tab"`
			Messages []visited `json:"messages"`
			Gone     []int     `json:"gone"`
		} `json:"tabs"`
	}
	if err := json.Unmarshal([]byte(data), &frame); err != nil {
		v.t.Fatal(err)
	}
	for _, tab := range frame.Tabs {
		if tab.Tab != v.tab {
			continue
		}
		for _, id := range tab.Gone {
			delete(v.messages, id)
		}
		for _, m := range tab.Messages {
			v.messages[m.ID] = m
		}
	}
}
