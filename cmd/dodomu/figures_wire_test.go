package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"sync"
	"time"
)

// leanTelegram speaks as much of the Bot API as a bot under measurement needs, and
// costs as little as it can: both it and the bot run on one machine. It is no
// judge of what it is told, as the emulator is.
type leanTelegram struct {
	listener net.Listener
	heard    func(shown) // a call that shows something in a chat, in the order of each chat

	mu      sync.Mutex
	queue   []offered // not acknowledged
	update  int64
	message int
	more    chan struct{} // closed when something was offered
	calls   int64
}

// offered is an update that the bot has not acknowledged.
type offered struct {
	id   int64
	text []byte
}

// shown is one thing that the bot showed in a chat.
type shown struct {
	chat    int64
	message int
	edit    bool
	keys    []byte // the conversation and turn of its buttons, as "c5.7."; nil: none
}

func newLeanTelegram(heard func(shown)) (*leanTelegram, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &leanTelegram{listener: l, heard: heard, more: make(chan struct{})}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go s.serve(conn)
		}
	}()
	return s, nil
}

func (s *leanTelegram) url() string { return "http://" + s.listener.Addr().String() }

func (s *leanTelegram) close() { s.listener.Close() }

// offer puts an update before the bot; its text follows its id.
func (s *leanTelegram) offer(text []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.update++
	whole := make([]byte, 0, len(text)+32)
	whole = strconv.AppendInt(append(whole, `{"update_id":`...), s.update, 10)
	s.queue = append(s.queue, offered{s.update, append(append(whole, ','), text...)})
	if len(s.queue) == 1 {
		close(s.more)
		s.more = make(chan struct{})
	}
}

// request is one request, its body valid until the next one.
type request struct {
	method string
	body   []byte
}

func (s *leanTelegram) serve(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReaderSize(conn, 64<<10)
	var room, out []byte
	for {
		r, err := readRequest(in, &room)
		if err != nil {
			return
		}
		result := s.answer(r)
		out = append(out[:0], "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "...)
		out = strconv.AppendInt(out, int64(len(result)+len(`{"ok":true,"result":}`)), 10)
		out = append(append(append(out, "\r\n\r\n{\"ok\":true,\"result\":"...), result...), '}')
		if _, err := conn.Write(out); err != nil {
			return
		}
	}
}

// readRequest reads the little of HTTP that a bot's client sends.
func readRequest(in *bufio.Reader, room *[]byte) (request, error) {
	line, err := in.ReadSlice('\n')
	if err != nil {
		return request{}, err
	}
	_, path, _ := bytes.Cut(line, []byte(" "))
	path, _, _ = bytes.Cut(path, []byte(" "))
	r := request{method: string(path[bytes.LastIndexByte(path, '/')+1:])}
	length := 0
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return request{}, err
		}
		name, value, found := bytes.Cut(bytes.TrimRight(line, "\r\n"), []byte(": "))
		if !found {
			break
		}
		if bytes.EqualFold(name, []byte("Content-Length")) {
			length, _ = strconv.Atoi(string(value))
		}
		if bytes.EqualFold(name, []byte("Transfer-Encoding")) {
			return request{}, errors.New("a body without a length")
		}
	}
	if cap(*room) < length {
		*room = make([]byte, length)
	}
	r.body = (*room)[:length]
	_, err = io.ReadFull(in, r.body)
	return r, err
}

func (s *leanTelegram) answer(r request) []byte {
	switch r.method {
	case "getUpdates":
		return s.updates(r.body)
	case "sendMessage", "editMessageText":
		return s.show(r)
	case "getMe":
		return []byte(`{"id":4242,"is_bot":true,"first_name":"Dodomu","username":"dodomu_bot"}`)
	}
	return []byte("true")
}

// show takes a message or an edit and gives the message.
func (s *leanTelegram) show(r request) []byte {
	c := shown{chat: number(r.body, `chat_id"`), edit: r.method == "editMessageText", keys: keysOf(r.body)}
	s.mu.Lock()
	s.calls++
	s.message++
	c.message = s.message
	s.mu.Unlock()
	s.heard(c)
	return fmt.Appendf(nil, `{"message_id":%d,"from":{"id":4242,"is_bot":true,"first_name":"Dodomu"},"chat":{"id":%d,"type":"private"},"date":1760000000,"text":"…"}`,
		c.message, c.chat)
}

// number is the first number behind a name, in JSON and in a form alike.
func number(body []byte, name string) int64 {
	_, rest, found := bytes.Cut(body, []byte(name))
	if !found {
		return 0
	}
	rest = bytes.TrimLeft(rest[:min(len(rest), 40)], ":\r\n ")
	end := 0
	for end < len(rest) && (rest[end] == '-' || rest[end] >= '0' && rest[end] <= '9') {
		end++
	}
	n, _ := strconv.ParseInt(string(rest[:end]), 10, 64)
	return n
}

// keysOf is what the data of the first button begins with.
func keysOf(body []byte) []byte {
	_, data, found := bytes.Cut(body, []byte(`"callback_data":"`))
	if !found {
		return nil
	}
	end := bytes.IndexByte(data, '"')
	first := bytes.IndexByte(data, '.')
	second := first + 1 + bytes.IndexByte(data[first+1:], '.')
	if first < 0 || second <= first || second > end {
		return nil
	}
	return bytes.Clone(data[:second+1])
}

// updates acknowledges, then gives what waits, or waits for it.
func (s *leanTelegram) updates(body []byte) []byte {
	var q struct {
		Offset  int64
		Limit   int
		Timeout int
	}
	if err := json.Unmarshal(body, &q); err != nil {
		return []byte("[]")
	}
	deadline := time.After(time.Duration(q.Timeout) * time.Second)
	for {
		some, more := s.waiting(q.Offset, q.Limit)
		if some != nil {
			return some
		}
		select {
		case <-more:
		case <-deadline:
			return []byte("[]")
		}
	}
}

func (s *leanTelegram) waiting(offset int64, limit int) ([]byte, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.queue) > 0 && s.queue[0].id < offset {
		s.queue = s.queue[1:]
	}
	if len(s.queue) == 0 {
		return nil, s.more
	}
	out := []byte{'['}
	for i, o := range s.queue[:min(len(s.queue), max(limit, 1))] {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, o.text...)
	}
	return append(out, ']'), nil
}
