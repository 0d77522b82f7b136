package emulator

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
)

// seenUpdate is as much of an update as tells the order of what people did.
type seenUpdate struct {
	ID      int64         `json:"update_id"`
	Message *seenOrigin   `json:"message"`
	Member  *seenOrigin   `json:"my_chat_member"`
	Press   *seenCallback `json:"callback_query"`
}

type seenOrigin struct {
	ID   int                `json:"message_id"`
	Chat struct{ ID int64 } `json:"chat"`
}

type seenCallback struct {
	ID      string             `json:"id"`
	From    struct{ ID int64 } `json:"from"`
	Message *seenOrigin        `json:"message"`
	Data    string             `json:"data"`
}

// lookAtUpdates tells presses, which leave no trace in a chat, and what was
// said before them.
func (r *Recorder) lookAtUpdates() {
	q := &r.server.queue
	for _, u := range slices.Concat(q.recent, q.all()) {
		if u.id <= r.update {
			continue
		}
		r.update = u.id
		var seen seenUpdate
		if json.Unmarshal(u.raw, &seen) != nil {
			continue
		}
		if seen.Message != nil {
			r.upTo(r.server.chats[seen.Message.Chat.ID], seen.Message.ID)
		}
		if seen.Member != nil {
			r.lookAtBlock(r.server.chats[seen.Member.Chat.ID])
		}
		if seen.Press != nil && seen.Press.Message != nil {
			r.lookAtPress(seen.Press)
		}
	}
}

func (r *Recorder) lookAtPress(press *seenCallback) {
	c, by := r.server.chats[press.Message.Chat.ID], r.server.people[press.From.ID]
	if c == nil || by == nil {
		return
	}
	r.upTo(c, press.Message.ID)
	r.presses[press.ID] = c
	m := c.find(press.Message.ID)
	l := Line{Who: r.name(by.account), Act: Presses, What: press.Data}
	if m != nil {
		l.What = labelOf(m.body.inline, press.Data)
		l.On = c.unlessLast(m, l.What)
	}
	r.note(c, l)
}

// labelOf is what stands on the button with this data; the data itself if there
// is none, as with a forged press.
func labelOf(rows [][]Button, data string) string {
	for _, b := range slices.Concat(rows...) {
		if b.Data == data {
			return b.Text
		}
	}
	return data
}

// unlessLast counts back to m; 0 if it is the last message with such a button.
func (c *chat) unlessLast(m *message, text string) int {
	for _, other := range slices.Backward(c.messages) {
		has := slices.ContainsFunc(slices.Concat(other.body.inline...), func(b Button) bool { return b.Text == text })
		switch {
		case other.deleted || !has:
		case other == m:
			return 0
		default:
			return c.back(m)
		}
	}
	return 0
}

// back counts from the end of what is shown to m: -1 is the last.
func (c *chat) back(m *message) int {
	n := 0
	for _, other := range slices.Backward(c.messages) {
		if !other.deleted || other == m {
			n--
		}
		if other == m {
			break
		}
	}
	return n
}

// upTo tells the messages of a chat that are new, as far as an id.
func (r *Recorder) upTo(c *chat, id int) {
	if c == nil {
		return
	}
	known := r.of(c)
	from, _ := slices.BinarySearchFunc(c.messages, known.last+1, func(m *message, id int) int { return m.id - id })
	fresh := c.messages[from:]
	for i := 0; i < len(fresh) && fresh[i].id <= id; {
		n := 1
		for i+n < len(fresh) && fresh[i].album != "" && fresh[i+n].album == fresh[i].album {
			n++
		}
		r.tell(c, known, fresh[i:i+n])
		i += n
	}
}

// tell notes one new message, or the messages of one album.
func (r *Recorder) tell(c *chat, known *recorded, list []*message) {
	m := list[0]
	l := Line{Who: r.name(m.from), Act: Says, Text: m.body.text, Keys: labels(m.body.inline)}
	switch {
	case m.service != "":
		l = Line{Who: l.Who, Act: Sends, What: m.service}
	case m.body.media != nil:
		l.Act, l.What = Sends, m.described(len(list))
	case !m.originDate.IsZero():
		l.Act, l.What = Forwards, forwardedFrom(m)
	case m.replyTo != 0 && c.shown(m.replyTo) != nil:
		l.Act, l.On = Replies, c.back(c.shown(m.replyTo))
	}
	r.note(c, l)
	for _, each := range list {
		known.messages[each.id] = each.looked()
		known.last = max(known.last, each.id)
	}
}

func (m *message) looked() seenMessage {
	return seenMessage{text: m.body.text, keys: string(m.body.markup), deleted: m.deleted}
}

// described is what a message carries besides words.
func (m *message) described(count int) string {
	media := m.body.media
	switch media.kind {
	case "photo":
		what := "photo"
		if count > 1 {
			what = "album of " + strconv.Itoa(count)
		}
		if m.body.spoiler {
			what += " covered"
		}
		return what
	case "document":
		return "document " + media.file.name
	case "voice":
		return "voice " + strconv.Itoa(media.seconds)
	case "sticker":
		return "sticker " + media.emoji
	case "contact":
		return "contact " + media.contact.Phone + " " + strings.TrimSpace(media.contact.FirstName+" "+media.contact.LastName)
	case "location":
		return "place " + degrees(media.location.Lat) + " " + degrees(media.location.Lon)
	}
	return media.kind
}

func labels(rows [][]Button) [][]string {
	var all [][]string
	for _, row := range rows {
		var texts []string
		for _, b := range row {
			texts = append(texts, b.Text)
		}
		all = append(all, texts)
	}
	return all
}

// lookAtChat tells what the updates do not: what the bot did, what was deleted,
// the keyboard, blocking and toasts.
func (r *Recorder) lookAtChat(c *chat) {
	known := r.of(c)
	r.upTo(c, math.MaxInt)
	// From the newest on, so that counting back stays true while they go.
	for _, m := range slices.Backward(c.messages) {
		r.lookAtMessage(c, known, m)
	}
	r.lookAtBlock(c)
	r.lookAtKeyboard(c, known)
}

func (r *Recorder) lookAtMessage(c *chat, known *recorded, m *message) {
	before, now := known.messages[m.id], m.looked()
	if before == now || before.deleted {
		return
	}
	known.messages[m.id] = now
	if now.deleted {
		// A deletion is of no one in particular: the person's own, or the bot's.
		r.note(c, Line{Who: r.name(m.from), Act: Deletes, On: c.back(m)})
		return
	}
	r.note(c, Line{Who: r.name(m.from), Act: Edits, On: c.back(m), Text: m.body.text, Keys: labels(m.body.inline)})
}

func (r *Recorder) lookAtBlock(c *chat) {
	if c == nil || c.kind != private {
		return
	}
	known, blocked := r.of(c), c.botStatus == kicked
	if blocked == known.blocked {
		return
	}
	known.blocked = blocked
	act := map[bool]string{true: Blocks, false: Unblocks}[blocked]
	r.note(c, Line{Who: r.name(c.owner.account), Act: act})
}

func (r *Recorder) lookAtKeyboard(c *chat, known *recorded) {
	before := known.keyboard
	if c.keyboard == before {
		return
	}
	known.keyboard = c.keyboard
	switch {
	case c.keyboard == nil && before.OneTime, c.keyboard != nil && c.keyboard.Force:
	case c.keyboard == nil:
		r.note(c, Line{Who: "bot", Act: Offers, What: "nothing"})
	default:
		r.note(c, Line{Who: "bot", Act: Offers, Keys: keyLabels(c.keyboard.Rows)})
	}
}

func keyLabels(rows [][]Key) [][]string {
	var all [][]string
	for _, row := range rows {
		var texts []string
		for _, k := range row {
			texts = append(texts, k.Text)
		}
		all = append(all, texts)
	}
	return all
}

func (r *Recorder) lookAtToasts(p *Person) {
	for _, toast := range since(p.account.toasts, r.toasts[p.account.id]) {
		r.toasts[p.account.id] = toast
		act := map[bool]string{true: Alerts, false: Toasts}[toast.Alert]
		if c := r.presses[toast.Press]; c != nil {
			r.note(c, Line{Who: "bot", Act: act, Text: toast.Text})
		}
	}
}
