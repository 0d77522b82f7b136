package storetest_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
	"unicode/utf16"

	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/seal"
	"dodomu/store/storetest"
)

var errOnPurpose = errors.New("on purpose")

func TestTransactions(t *testing.T) {
	for name, promise := range map[string]func(*testing.T, *storetest.Store){
		"all or nothing": func(t *testing.T, s *storetest.Store) {
			err := s.Update(context.Background(), func(tx *store.Tx) error {
				if err := tx.SetSetting("a", []byte("1")); err != nil {
					return err
				}
				return errOnPurpose
			})
			if !errors.Is(err, errOnPurpose) {
				t.Fatal(err)
			}
			setting(t, s, "a", "")
		},
		"a savepoint is undone alone": func(t *testing.T, s *storetest.Store) {
			s.Do(func(tx *store.Tx) error {
				if err := tx.SetSetting("before", []byte("1")); err != nil {
					return err
				}
				err := tx.Savepoint(func() error {
					return errors.Join(tx.SetSetting("inside", []byte("1")), errOnPurpose)
				})
				if !errors.Is(err, errOnPurpose) {
					t.Errorf("the savepoint gave %v", err)
				}
				return tx.SetSetting("after", []byte("1"))
			})
			setting(t, s, "before", "1")
			setting(t, s, "inside", "")
			setting(t, s, "after", "1")
		},
		"a panic undoes the transaction and passes": func(t *testing.T, s *storetest.Store) {
			func() {
				defer func() {
					if recover() == nil {
						t.Error("the panic was swallowed")
					}
				}()
				s.Do(func(tx *store.Tx) error {
					if err := tx.SetSetting("a", []byte("1")); err != nil {
						return err
					}
					panic("on purpose")
				})
			}()
			setting(t, s, "a", "")
		},
		"a view cannot write": func(t *testing.T, s *storetest.Store) {
			err := s.View(context.Background(), func(tx *store.Tx) error { return tx.SetSetting("a", []byte("1")) })
			if err == nil {
				t.Error("it wrote")
			}
			setting(t, s, "a", "")
		},
		"concurrent acts all happen": func(t *testing.T, s *storetest.Store) {
			var all sync.WaitGroup
			for chat := range int64(8) {
				all.Go(func() {
					for range 5 {
						err := s.Update(context.Background(), func(tx *store.Tx) error {
							p, err := tx.Meet(chat+1, "uk")
							if err != nil {
								return err
							}
							return tx.Enqueue(store.Notice{To: p.ID, Kind: "k"})
						})
						if err != nil {
							t.Error(err)
						}
					}
				})
			}
			all.Wait()
			if got := drain(s); len(got) != 40 {
				t.Errorf("%d notices, want 40", len(got))
			}
		},
	} {
		t.Run(name, func(t *testing.T) { storetest.Each(t, promise) })
	}
}

func setting(t *testing.T, s *storetest.Store, name, want string) {
	t.Helper()
	s.Do(func(tx *store.Tx) error {
		got, err := tx.Setting(name)
		if string(got) != want {
			t.Errorf("setting %s is %q, want %q", name, got, want)
		}
		return err
	})
}

func TestPeople(t *testing.T) {
	for name, promise := range map[string]func(*testing.T, *storetest.Store){
		"a chat is one person, after a restart too": func(t *testing.T, s *storetest.Store) {
			first := meet(t, s, 77)
			s.Reopen()
			again := meet(t, s, 77)
			if again.ID != first.ID || again.Chat != 77 || again.Language != "uk" || !again.Reachable {
				t.Errorf("met %+v, then %+v", first, again)
			}
			if other := meet(t, s, 78); other.ID == first.ID {
				t.Error("two chats are one person")
			}
		},
		"a conversation is kept and forgotten": func(t *testing.T, s *storetest.Store) {
			p := meet(t, s, 1)
			s.Do(func(tx *store.Tx) error { return tx.SaveConversation(p.ID, []byte("state")) })
			s.Reopen()
			if got := meet(t, s, 1).State; string(got) != "state" {
				t.Errorf("kept %q", got)
			}
			s.Do(func(tx *store.Tx) error { return tx.SaveConversation(p.ID, nil) })
			if got := meet(t, s, 1).State; got != nil {
				t.Errorf("forgotten, yet %q", got)
			}
		},
		"a parked conversation comes back once": func(t *testing.T, s *storetest.Store) {
			p := meet(t, s, 1)
			s.Do(func(tx *store.Tx) error {
				return errors.Join(tx.Park(p.ID, "report", []byte("old")), tx.Park(p.ID, "report", []byte("new")), tx.Park(p.ID, "add", []byte("x")))
			})
			s.Do(func(tx *store.Tx) error {
				drafts, err := tx.Parked(p.ID)
				if len(drafts) != 2 {
					t.Errorf("parked %+v", drafts)
				}
				return err
			})
			for _, want := range []string{"new", ""} {
				s.Do(func(tx *store.Tx) error {
					got, err := tx.Unpark(p.ID, "report")
					if string(got) != want {
						t.Errorf("unparked %q, want %q", got, want)
					}
					return err
				})
			}
		},
		"an update is seen first only once": func(t *testing.T, s *storetest.Store) {
			p := meet(t, s, 1)
			for _, want := range []bool{true, false} {
				s.Do(func(tx *store.Tx) error {
					got, err := tx.FirstSight(10, p.ID, 1)
					if got != want {
						t.Errorf("first sight %v, want %v", got, want)
					}
					return err
				})
			}
			s.Clock.Advance(9 * 24 * time.Hour)
			s.Do(func(tx *store.Tx) error { return tx.Prune() })
			s.Do(func(tx *store.Tx) error {
				got, err := tx.FirstSight(10, p.ID, 1)
				if !got {
					t.Error("an id of last week is still remembered")
				}
				return err
			})
		},
		"settings of a person are kept": func(t *testing.T, s *storetest.Store) {
			p := meet(t, s, 1)
			s.Do(func(tx *store.Tx) error {
				return errors.Join(tx.SetLanguage(p.ID, "pl", true), tx.SetQuiet(p.ID, cases.SharedPerhaps), tx.SetVolunteer(p.ID, true), tx.Hide(p.ID, true))
			})
			got := meet(t, s, 1)
			if got.Language != "pl" || !got.Chosen || !got.Quiet || got.SharedPhone != cases.SharedPerhaps || !got.Volunteer || !got.Hidden {
				t.Errorf("kept %+v", got)
			}
			err := s.Update(context.Background(), func(tx *store.Tx) error { return tx.SetLanguage(1, "uk", true) })
			if !errors.Is(err, cases.ErrNotFound) {
				t.Errorf("a person who is not there: %v", err)
			}
		},
		"what is set aside has a code of its own": func(t *testing.T, s *storetest.Store) {
			codes := map[string]bool{}
			for n := range int64(3) {
				s.Do(func(tx *store.Tx) error {
					code, err := tx.SetAside(n, []byte("raw"), "panic")
					codes[code] = true
					return err
				})
			}
			if len(codes) != 3 {
				t.Errorf("codes %v", codes)
			}
			s.Clock.Advance(15 * 24 * time.Hour)
			s.Do(func(tx *store.Tx) error { return tx.Prune() })
		},
		"a file is fetched, kept and tried again": func(t *testing.T, s *storetest.Store) {
			p := meet(t, s, 1)
			var id cases.FileID
			s.Do(func(tx *store.Tx) (err error) {
				id, err = tx.PendingFile(p.ID, store.FileRef{Telegram: "secret-file-id", Document: true})
				return err
			})
			for attempt := range 3 {
				f := fetch(t, s)
				if f.File != id || f.Attempt != attempt || f.Telegram != "secret-file-id" || f.Owner != p.ID {
					t.Fatalf("attempt %d: %+v", attempt, f)
				}
				s.Do(func(tx *store.Tx) error {
					last, err := tx.FileFailed(id, f.Attempt, tx.Now())
					if last {
						t.Error("given up at once")
					}
					return err
				})
			}
			s.Do(func(tx *store.Tx) error {
				return tx.KeepFile(id, []byte("original"), store.Picture{JPEG: []byte("copy")})
			})
			s.Do(func(tx *store.Tx) error {
				left, err := tx.FilesToFetch(1, time.Minute)
				if len(left) != 0 {
					t.Errorf("a kept file is fetched again: %+v", left)
				}
				return err
			})
		},
	} {
		t.Run(name, func(t *testing.T) { storetest.Each(t, promise) })
	}
}

func fetch(t *testing.T, s *storetest.Store) store.Fetch {
	t.Helper()
	var got []store.Fetch
	s.Do(func(tx *store.Tx) (err error) {
		got, err = tx.FilesToFetch(5, time.Minute)
		return err
	})
	if len(got) != 1 {
		t.Fatalf("%d files to fetch, want 1", len(got))
	}
	return got[0]
}

func TestOpenRefuses(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		other, err := seal.New(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := store.Open(context.Background(), s.URL, other); !errors.Is(err, seal.ErrKey) {
			t.Errorf("another key: %v, want ErrKey", err)
		}
		raw := s.Raw()
		if _, err := raw.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (900, TRUE)"); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Open(context.Background(), s.URL, s.Keys); !errors.Is(err, store.ErrNewer) {
			t.Errorf("a newer schema: %v, want ErrNewer", err)
		}
	})
	if _, err := store.Open(context.Background(), "mysql://x", storetest.Keys(t)); !errors.Is(err, store.ErrURL) {
		t.Errorf("another engine: %v, want ErrURL", err)
	}
	file := filepath.Join(t.TempDir(), "text.db")
	if err := os.WriteFile(file, bytes.Repeat([]byte("no database "), 500), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(context.Background(), "sqlite:"+file, storetest.Keys(t)); err == nil {
		t.Error("a text file was opened as a store")
	}
}

func TestMovedValueDoesNotOpen(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		a, b := meet(t, s, 1), meet(t, s, 2)
		s.Do(func(tx *store.Tx) error { return tx.SaveConversation(a.ID, []byte("answers of a")) })
		_, err := s.Raw().Exec(fmt.Sprintf("UPDATE people SET state = (SELECT state FROM people WHERE id = %d) WHERE id = %d", a.ID, b.ID))
		if err != nil {
			t.Fatal(err)
		}
		err = s.View(context.Background(), func(tx *store.Tx) error {
			p, err := tx.Person(b.ID)
			if err == nil {
				t.Errorf("b's row opened with %q", p.State)
			}
			return err
		})
		if !errors.Is(err, seal.ErrKey) {
			t.Errorf("it gave %v, want ErrKey", err)
		}
	})
}

// TestNothingInTheClear plants what a person might give everywhere the core takes
// it, and looks for it in every byte that reaches the disk.
func TestNothingInTheClear(t *testing.T) {
	s := storetest.Embedded(t)
	const word = "ПлантованеСлово"
	const chat = 7_316_482_905_517
	p := meet(t, s, chat)
	s.Do(func(tx *store.Tx) error {
		_, aside := tx.SetAside(5, []byte(word), "panic")
		id, pending := tx.PendingFile(p.ID, store.FileRef{Telegram: word, Name: word})
		return errors.Join(aside, pending, tx.SaveConversation(p.ID, []byte(word)), tx.Park(p.ID, "report", []byte(word)),
			tx.Enqueue(store.Notice{To: p.ID, Kind: "reply", Body: []byte(word)}), tx.KeepFile(id, []byte(word), store.Picture{JPEG: []byte(word)}))
	})
	backup := filepath.Join(t.TempDir(), "backup.db")
	if err := s.Backup(context.Background(), backup); err != nil {
		t.Fatal(err)
	}
	searched := 0
	for _, file := range []string{s.File, s.File + "-wal", s.File + "-shm", backup} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		searched += len(text)
		for _, planted := range [][]byte{[]byte(word), wide(word), []byte(fmt.Sprint(chat)), chatBytes(chat)} {
			if bytes.Contains(text, planted) {
				t.Errorf("%s holds %q", filepath.Base(file), planted)
			}
		}
	}
	if searched < 100_000 {
		t.Errorf("only %d bytes were searched", searched)
	}
}

// wide is a text in UTF-16, little endian.
func wide(s string) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(s)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return out
}

// chatBytes is a chat id as an integer column holds it: its low six bytes.
func chatBytes(chat int64) []byte {
	var out []byte
	for shift := 40; shift >= 0; shift -= 8 {
		out = append(out, byte(chat>>shift))
	}
	return out
}

func TestBackupOpens(t *testing.T) {
	s := storetest.Embedded(t)
	meet(t, s, 5)
	file := filepath.Join(t.TempDir(), "backup.db")
	if err := s.Backup(context.Background(), file); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(context.Background(), file); err == nil {
		t.Error("a backup was overwritten")
	}
	db, err := store.Open(context.Background(), "sqlite:"+file, s.Keys)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := errors.Join(db.Check(context.Background()), db.Ping(context.Background())); err != nil {
		t.Error(err)
	}
}

func TestDamageIsFound(t *testing.T) {
	s := storetest.Embedded(t)
	for chat := range int64(200) {
		meet(t, s, chat+1)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(s.File)
	if err != nil {
		t.Fatal(err)
	}
	for at := 20 * 4096; at < 24*4096; at++ {
		text[at] = 0xff
	}
	if err := os.WriteFile(s.File, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if db, err := store.Open(context.Background(), s.URL, s.Keys); err == nil {
		db.Close()
		t.Error("a damaged store was opened")
	}
}
