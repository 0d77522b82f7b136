package emulator

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// until waits for what a person sees.
func until(t *testing.T, s *Server, seen func() bool) {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	for version := s.Version(); !seen(); {
		next, err := s.Wait(ctx, version)
		if err != nil && !seen() {
			t.Fatal("never seen")
		}
		version = next
	}
}

func recording(t *testing.T) (*Server, *Recorder, *Person, *Person) {
	t.Helper()
	s := New(Options{Token: echoToken, BotName: "echo_bot", Limits: Limits{Off: true}})
	t.Cleanup(s.Close)
	r := s.Record(map[int64]string{1: "mother"})
	startEcho(t, r.Handler())
	return s, r, s.Person(Profile{ID: 1, FirstName: "Olena", Phone: "+380501112233"}), s.Person(Profile{ID: 2, FirstName: "Lev"})
}

func has(p *Person, words string) func() bool {
	return func() bool {
		for _, m := range p.Messages() {
			if strings.Contains(m.Text, words) {
				return true
			}
		}
		return false
	}
}

const playedTranscript = `-- mother --
mother: /start
bot: Hello. Is it you?
[Yes] [No]
[Toast] [Alert] [Slow]
mother presses [Toast]
bot toasts: A passing line
mother presses [Yes]
bot edits -1: You chose yes
[Back]
mother: two
	lines

	and a third
bot: You said: two
	lines

	and a third
mother edits -2: two words
bot: Now it says: two words
-- Lev --
Lev: hello
bot: You said: hello
-- mother --
mother sends album of 2: the photos
bot: A photo of 320 × 240
bot: A photo of 320 × 240
mother: /keys
bot: Choose below.
bot offers
[Day] [Night]
[My number]
mother sends contact +380501112233 Olena
bot: Something without words.
mother deletes -7
`

func TestRecorder(t *testing.T) {
	s, r, mother, lev := recording(t)
	until := func(t *testing.T, s *Server, seen func() bool) {
		t.Helper()
		until(t, s, seen)
		r.Look() // as before an act of the page: what came before it is noted before it
	}
	mother.Say("/start")
	until(t, s, has(mother, "Is it you?"))
	for _, data := range []string{"toast", "yes"} {
		id, err := mother.Press(mother.Messages()[1].ID, data)
		if err != nil {
			t.Fatal(err)
		}
		until(t, s, func() bool { return mother.Answered(id) })
	}
	id := mother.Say("two\nlines\n\nand a third")
	until(t, s, has(mother, "You said: two"))
	if err := mother.Edit(id, "two words"); err != nil {
		t.Fatal(err)
	}
	until(t, s, has(mother, "Now it says"))
	lev.Say("hello")
	until(t, s, has(lev, "You said"))
	mother.SendAlbum([][]byte{plainPicture(0), plainPicture(1)}, "the photos")
	until(t, s, func() bool { return len(mother.Messages()) == 9 })
	mother.Say("/keys")
	until(t, s, func() bool { return mother.Keyboard() != nil })
	if _, err := mother.Tap("My number"); err != nil {
		t.Fatal(err)
	}
	until(t, s, has(mother, "without words"))
	if err := mother.Delete(mother.Messages()[6].ID); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(playedTranscript, string(FormatTranscript(r.Script()))); diff != "" {
		t.Error(diff)
	}
	own := r.Transcript(lev)
	if len(own) != 2 || own[0].Text != "hello" {
		t.Errorf("the transcript of one person: %+v", own)
	}
}

// TestReplay plays a transcript again: what people do in it gives the same
// transcript.
func TestReplay(t *testing.T) {
	sections, err := ParseTranscript([]byte(playedTranscript))
	if err != nil {
		t.Fatal(err)
	}
	s, r, mother, lev := recording(t)
	people := map[string]*Person{"mother": mother, "Lev": lev}
	var want []Line
	for _, section := range sections {
		for _, line := range section.Lines {
			want = append(want, line)
			if line.Who == "bot" {
				// What the bot does comes by itself: it is waited for.
				until(t, s, func() bool { return len(linesOf(r.Script())) >= len(want) })
				continue
			}
			if err := line.Do(people[line.Who]); err != nil {
				t.Fatal(err)
			}
		}
	}
	if diff := cmp.Diff(playedTranscript, string(FormatTranscript(r.Script()))); diff != "" {
		t.Error(diff)
	}
}

func linesOf(sections []Section) []Line {
	var all []Line
	for _, section := range sections {
		all = append(all, section.Lines...)
	}
	return all
}

func TestReplayRefuses(t *testing.T) {
	s := New(Options{Token: echoToken, Now: func() time.Time { return time.Unix(1e9, 0) }})
	defer s.Close()
	p := s.Person(Profile{ID: 1, FirstName: "Ada"})
	for _, text := range []string{"bot: hello", "Ada presses [Yes]", "Ada edits -3: x", "Ada deletes -1", "Ada sends elephant", "Ada sends album of many", "Ada sends place here"} {
		sections, err := ParseTranscript([]byte("-- Ada --\n" + text + "\n"))
		if err != nil {
			t.Fatal(err)
		}
		if err := sections[0].Lines[0].Do(p); err == nil {
			t.Errorf("%q was done", text)
		}
	}
}

func TestTranscriptErrors(t *testing.T) {
	for _, text := range []string{"[Yes]", "\tmore", "Ada", "Ada presses", "Ada presses Yes", "Ada presses [Yes", "Ada edits -x: a"} {
		_, err := ParseTranscript([]byte("-- Ada --\n" + text + "\n"))
		if err == nil || !strings.HasPrefix(err.Error(), "Ada:1: ") {
			t.Errorf("%q: %v, want an error that names the line", text, err)
		}
	}
}

func TestTranscriptRoundTrip(t *testing.T) {
	words := rapid.StringMatching(`[^\s\x00-\x1f\x{85}\x{2028}\x{2029}\x{feff}\x{fffd}]([^\x00-\x08\x0b-\x1f\x{fffd}]*[^\s\x00-\x1f\x{85}\x{2028}\x{2029}\x{fffd}])?`)
	keys := rapid.SliceOfN(rapid.SliceOfN(rapid.StringMatching(`[^\x00-\x09\x0b-\x1f\x{fffd}]{1,12}`), 1, 3), 0, 3)
	rapid.Check(t, func(t *rapid.T) {
		l := Line{Who: rapid.SampledFrom([]string{"bot", "mother", "Ada Two"}).Draw(t, "who"), Text: words.Draw(t, "text"), Act: Says, Keys: keys.Draw(t, "keys")}
		if len(l.Keys) == 0 {
			l.Keys = nil
		}
		switch rapid.IntRange(0, 3).Draw(t, "act") {
		case 1:
			l.Act, l.On = Edits, -rapid.IntRange(1, 99).Draw(t, "on")
		case 2:
			l.Act, l.What = Sends, rapid.SampledFrom([]string{"photo", "photo covered", "document 10: a.pdf", "sticker 👍"}).Draw(t, "what")
		case 3:
			l = Line{Who: l.Who, Act: Presses, What: rapid.StringMatching(`[^\x00-\x09\x0b-\x1f\x{fffd}]{1,12}`).Draw(t, "label"), On: -rapid.IntRange(0, 9).Draw(t, "on")}
		}
		want := []Section{{Name: "mother", Lines: []Line{l, l}}, {Name: "Lev", Lines: []Line{l}}}
		text := FormatTranscript(want)
		got, err := ParseTranscript(text)
		if err != nil {
			t.Fatalf("%v:\n%s", err, text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s\n%s", diff, text)
		}
		if !bytes.Equal(text, FormatTranscript(got)) {
			t.Fatal("written anew it is another text")
		}
	})
}
