package emulator

import (
	"crypto/rand"
	"embed"
	"encoding/hex"
	"html/template"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"unicode/utf8"
)

//go:embed page
var pageFiles embed.FS

// UploadLimit is how many bytes one act of the page may carry if PageOptions
// do not say: more than the 20 MB that a bot may fetch, so that a file which is
// too large for the bot can be tried.
const UploadLimit = 50 << 20

// PageOptions say who is on the page and in which words.
type PageOptions struct {
	Title string // heading and title of the window
	Intro string // one line below it; "": none
	Lang  string // of the captions and of dates, IETF tag; "": "en"
	Zone  string // IANA time zone of clocks; "": the browser's

	Phones []Phone           // from left to right
	Words  map[string]string // captions of the page that differ from [PageWords]

	Recorder *Recorder // told at once of what the page does; nil: none
	Hosts    []string  // host names besides loopback's own under which the page may be asked for
	Upload   int64     // bytes; 0: [UploadLimit]
	Random   io.Reader // of the page's token; nil: crypto/rand
}

// Phone is one phone on the page: one chat, or several as tabs.
type Phone struct {
	Name     string // above the phone
	Subtitle string
	Person   *Person // who holds it; nil if Tabs say
	Start    string  // payload of the link that the start button follows; "": none
	Tabs     []Tab   // after Person, if that is set too
}

// Tab is one chat of a phone: another person, or a person in a group by
// [Person.In].
type Tab struct {
	Name   string
	Person *Person
	Start  string
}

// PageWords are the captions of the page in English, by key. %s stands for a
// name or a number.
func PageWords() map[string]string {
	return map[string]string{
		"phones": "Phones", "messages": "Messages", "newest": "To the newest message", "write": "Message",
		"send": "Send", "menu": "Menu", "attach": "Attach", "keyboard": "Keyboard of the bot", "start": "START",
		"lock": "Lock the phone", "unlock": "Unlock", "locked": "Locked phone", "pushes": "Notifications",
		"quiet": "Nothing new. What arrives now is shown as a lock screen shows it.",
		"block": "Block the bot", "unblock": "Unblock the bot", "blocked": "blocked", "bot": "bot", "members": "%s members",
		"photo": "Photo", "photos": "Photos", "file": "File", "contact": "Contact", "place": "Place", "location": "Place",
		"voice": "Voice message", "sticker": "Sticker", "forward": "Forwarded message", "forwarded": "Forwarded from %s",
		"name": "Name", "phone": "Phone number", "lat": "Latitude", "lon": "Longitude", "from": "Who wrote it first", "text": "Words",
		"reply": "Reply", "edit": "Edit", "copy": "Copy text", "delete": "Delete", "cancel": "Cancel", "close": "Close", "ok": "OK",
		"remove": "Remove %s", "reveal": "Covered photo: show it", "enlarge": "Enlarge the photo", "more": "More",
		"edited": "edited", "protected": "Protected: cannot be copied or forwarded", "copied": "Copied", "unread": "%s unread",
		"reconnecting": "Connecting again…", "offline": "The page has no connection to its server.",
		"pinned_message": "pinned a message", "new_chat_members": "joined the group", "left_chat_member": "left the group",
		"migrate_to_chat_id": "the group became a supergroup",
	}
}

// page is the web chat: the people on it and what they wait for.
type page struct {
	server  *Server
	options PageOptions
	words   map[string]string
	token   string // every act must carry it
	run     string // tells one start of the server from the next
	tabs    []pageTab
	shell   *template.Template

	mu      sync.Mutex
	presses []pagePress
}

// pageTab is one chat on the page, as the template and the stream need it.
type pageTab struct {
	Key, Name, Title, Letter string
	Private                  string // the tab of the same person's chat with the bot; "": none on this phone
	Group                    bool
	person                   *Person
	start                    string
}

// Page is a web chat with the phones of o, to be mounted at a path of its own
// with the prefix stripped, on a loopback listener: see [ListenPage]. Whoever
// can open it may act as everybody on it, so it answers only under loopback
// host names and o.Hosts, and to acts only of its own document. A stream ends
// with the context of its request; a server that shuts down should cancel its
// BaseContext.
func (s *Server) Page(o PageOptions) http.Handler {
	if o.Random == nil {
		o.Random = rand.Reader
	}
	o.Lang, o.Upload = orElse(o.Lang, "en"), orElse(o.Upload, UploadLimit)
	p := &page{server: s, options: o, words: PageWords(), token: secret(o.Random), run: secret(o.Random)}
	maps.Copy(p.words, o.Words)
	p.shell = template.Must(template.ParseFS(pageFiles, "page/index.html"))
	return p.guard(p.routes())
}

// secret is 128 random bits in hexadecimal. It panics if there is no randomness,
// as the page could not be guarded then.
func secret(random io.Reader) string {
	var b [16]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		panic("emulator: no randomness for the page: " + err.Error())
	}
	return hex.EncodeToString(b[:])
}

// shownPhone is a phone as the template needs it.
type shownPhone struct {
	Name, Subtitle string
	Tabs           []pageTab
}

// phones lays out the phones and fills p.tabs.
func (p *page) phones() []shownPhone {
	var list []shownPhone
	for i, phone := range p.options.Phones {
		tabs := phone.Tabs
		if phone.Person != nil {
			tabs = append([]Tab{{phone.Name, phone.Person, phone.Start}}, tabs...)
		}
		shown := shownPhone{Name: phone.Name, Subtitle: phone.Subtitle}
		for j, tab := range tabs {
			shown.Tabs = append(shown.Tabs, p.tab(strconv.Itoa(i)+"-"+strconv.Itoa(j), tab))
		}
		toPrivate(shown.Tabs)
		list = append(list, shown)
		p.tabs = append(p.tabs, shown.Tabs...)
	}
	return list
}

// toPrivate tells each tab where its person writes to the bot alone.
func toPrivate(tabs []pageTab) {
	for i := range tabs {
		own := slices.IndexFunc(tabs, func(t pageTab) bool { return !t.Group && t.person.account == tabs[i].person.account })
		if own >= 0 {
			tabs[i].Private = tabs[own].Key
		}
	}
}

func (p *page) tab(key string, t Tab) pageTab {
	title := p.server.titleOf(t.Person)
	first, _ := utf8.DecodeRuneInString(title)
	return pageTab{
		Key: key, Name: t.Name, Title: title, Letter: string(first), start: t.Start,
		Group: t.Person.chat.kind != private, person: t.Person,
	}
}
