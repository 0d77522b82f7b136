package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"dodomu/bot/flow"
	"dodomu/bot/notify"
	"dodomu/bot/ops"
	"dodomu/bot/telegram"
	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/storetest"
)

// errUndone takes back what a fuzzed batch did, so that each begins alike.
var errUndone = errors.New("undone")

// panics is a log that counts panics.
type panics struct {
	slog.Handler
	stacks []string
}

func (p *panics) Enabled(context.Context, slog.Level) bool { return true }

func (p *panics) Handle(_ context.Context, r slog.Record) error {
	if r.Message == "turn panicked" {
		r.Attrs(func(a slog.Attr) bool {
			p.stacks = append(p.stacks, a.String())
			return true
		})
	}
	return nil
}

// fuzzed is a bot with people at different places: 700 new, 701 in the midst of a
// report, 702 with a case, 703 a supervisor, 704 a worker.
func fuzzed(f *testing.F) (*Bot, *storetest.House, *panics) {
	house := &storetest.House{Store: storetest.Embedded(f)}
	wire, err := telegram.New(testToken, telegram.Options{BaseURL: "http://127.0.0.1:1"})
	if err != nil {
		f.Fatal(err)
	}
	log := &panics{Handler: slog.DiscardHandler}
	b, err := New(Options{DB: house.DB, Wire: wire, StaffChat: storetest.GroupChat, Log: slog.New(log)})
	if err != nil {
		f.Fatal(err)
	}
	b.account = telegram.Account{ID: 4242, Username: "dodomu_bot"}
	house.Report(house.Person(702, "uk"), storetest.Sheet(1))
	house.Hire(store.NewStaff{Handle: "boss", Name: "Boss", Role: cases.Supervisor}, 703)
	house.Hire(store.NewStaff{Handle: "worker", Name: "Worker", Role: cases.Worker}, 704)
	for i, raw := range []string{command1(701, "/report"), press1(701, "c2s.1.c.no")} {
		if err := b.Turn(f.Context(), []telegram.Update{telegram.Decode([]byte(withID(100+i, raw)))}); err != nil {
			f.Fatal(err)
		}
	}
	return b, house, log
}

func withID(id int, member string) string { return fmt.Sprintf(`{"update_id":%d,%s}`, id, member) }

func command1(chat int, text string) string {
	word, _, _ := strings.Cut(text, " ")
	return fmt.Sprintf(`"message":{"message_id":5,"date":1772445600,"from":{"id":%d,"is_bot":false,"first_name":"A","language_code":"uk"},"chat":{"id":%d,"type":"private"},"text":%q,"entities":[{"type":"bot_command","offset":0,"length":%d}]}`,
		chat, chat, text, len(word))
}

func say1(chat int, text string) string {
	return fmt.Sprintf(`"message":{"message_id":6,"date":1772445600,"from":{"id":%d,"is_bot":false,"first_name":"A","language_code":"en"},"chat":{"id":%d,"type":"private"},"text":%q}`, chat, chat, text)
}

func press1(chat int, data string) string {
	return fmt.Sprintf(`"callback_query":{"id":"77","from":{"id":%d,"is_bot":false,"first_name":"A"},"message":{"message_id":4,"date":1772445600,"chat":{"id":%d,"type":"private"}},"data":%q}`, chat, chat, data)
}

// seeds are batches, an update a line.
func seeds() (all [][]byte) {
	batch := func(members ...string) {
		var lines []string
		for i, m := range members {
			lines = append(lines, withID(1000+i, m))
		}
		all = append(all, []byte(strings.Join(lines, "\n")))
	}
	for _, text := range []string{"/start", "/report", "/cases", "/hide", "/language", "/help", "/cancel", "/start join_AAAA", "/start staff_AAAA", "/skip", "/back"} {
		batch(command1(700, text), command1(701, text), command1(702, text))
	}
	for _, text := range []string{"/queue", "/open 4F7K29QMB3X", "/take 4F7K29QMB3X", "/note 4F7K29QMB3X text", "/move 4F7K29QMB3X searching", "/staff"} {
		batch(command1(703, text), command1(704, text))
	}
	for _, data := range []string{"m.report", "m.language.pl", "f.list.0", "f.case.x", "s.queue", "s.open.x", "c2s.2.c.mother", "c2s.1.c.no", "m.continue.report"} {
		batch(press1(701, data), press1(702, data), press1(703, data))
	}
	batch(command1(701, "/report"), press1(701, "c2s.2.c.mother"), press1(701, "c2s.3.c.yes"), say1(701, "Коваленко"), say1(701, "12.03.2015"))
	batch(`"message":{"message_id":9,"date":1,"media_group_id":"g","from":{"id":701,"is_bot":false,"first_name":"A"},"chat":{"id":701,"type":"private"},"photo":[{"file_id":"x","file_unique_id":"y","width":1,"height":1}]}`,
		`"message":{"message_id":10,"date":1,"media_group_id":"g","from":{"id":701,"is_bot":false,"first_name":"A"},"chat":{"id":701,"type":"private"},"document":{"file_id":"z","file_unique_id":"z"},"caption":"c"}`)
	batch(`"my_chat_member":{"chat":{"id":702,"type":"private"},"from":{"id":702,"is_bot":false,"first_name":"A"},"date":1,"old_chat_member":{"status":"member","user":{"id":2}},"new_chat_member":{"status":"kicked","user":{"id":2},"until_date":0}}`,
		`"edited_message":{"message_id":6,"date":1,"edit_date":2,"from":{"id":701,"is_bot":false,"first_name":"A"},"chat":{"id":701,"type":"private"},"text":"x"}`,
		`"message":{"message_id":6,"date":1,"from":{"id":701,"is_bot":false,"first_name":"A"},"chat":{"id":-1005,"type":"group"},"migrate_to_chat_id":-1001005}`,
		`"message":{"message_id":6,"date":1,"from":{"id":701,"is_bot":false,"first_name":"A"},"chat":{"id":701,"type":"private"},"contact":{"phone_number":"+380","first_name":"A","user_id":701}}`,
		`"message":{"message_id":6,"date":1,"from":{"id":701,"is_bot":false,"first_name":"A"},"chat":{"id":701,"type":"private"},"location":{"latitude":1,"longitude":-200}}`)
	all = append(all, []byte(`{"update_id":7,"message":{"te`), []byte("{}\nnull\n[1]"), []byte(`{"update_id":7,"message":{"message_id":"x","chat":{"id":701,"type":"private"}}}`))
	return all
}

// FuzzUpdates gives batches of raw updates to the whole bot: nothing panics, the
// store fails at nothing, only what cannot be decoded is set aside, and what is
// answered has words and buttons that Telegram takes.
func FuzzUpdates(f *testing.F) {
	for _, seed := range seeds() {
		f.Add(seed)
	}
	b, house, log := fuzzed(f)
	f.Fuzz(func(t *testing.T, batch []byte) {
		var updates []telegram.Update
		broken := map[int64]bool{}
		for line := range bytes.Lines(batch) {
			u := telegram.Decode(bytes.TrimSpace(line))
			if u.Err == nil {
				read(u.Parsed) // outside of every net
			}
			broken[u.ID] = broken[u.ID] || u.Err != nil
			updates = append(updates, u)
		}
		err := house.Update(context.Background(), func(tx *store.Tx) error {
			tx.HandOver(notify.Lease)
			for _, a := range b.arrivals(updates) {
				use, err := b.take(tx, a)
				if err != nil {
					return err
				}
				if use == ops.SetAside && !broken[a.update] {
					t.Errorf("update %d was set aside", a.update)
				}
			}
			return errors.Join(readable(t, b, tx), errUndone)
		})
		if !errors.Is(err, errUndone) || store.Fault(err) {
			t.Errorf("the batch was not kept: %v", err)
		}
		if len(log.stacks) > 0 {
			t.Fatalf("panics: %s", log.stacks)
		}
	})
}

// readable words what the bot would say.
func readable(t *testing.T, b *Bot, tx *store.Tx) error {
	claimed, err := tx.Claim(100, notify.Lease)
	if err != nil {
		return err
	}
	for _, c := range append(claimed, tx.Handed()...) {
		if c.Kind != kindReply {
			continue
		}
		var m flow.Message
		if err := json.Unmarshal(c.Body, &m); err != nil {
			return err
		}
		w := b.wordingFor(c)
		if strings.TrimSpace(w.Say(m)) == "" {
			t.Errorf("%s says nothing", m.Key)
		}
		for _, row := range m.Buttons {
			for _, button := range row {
				if len(button.Data) > 64 || w.Value(button.Label) == "" {
					t.Errorf("%s has the button %q %q", m.Key, w.Value(button.Label), button.Data)
				}
			}
		}
	}
	return nil
}
