package main

import (
	"bytes"
	"context"
	"database/sql"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/rogpeppe/go-internal/testscript"

	"dodomu/bot/emulator"
	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/seal"
	"dodomu/store/storetest"
)

// TestOperations speaks to the program as an operator does. The store holds the
// case $REF and two letters that were given up, $REPLY and $NEWS; $TO can open
// backups with the file identity, the file stranger cannot.
func TestOperations(t *testing.T) {
	file, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	tele := emulator.New(emulator.Options{Token: testToken, BotName: "dodomu_bot"})
	server := httptest.NewServer(tele.Handler())
	t.Cleanup(func() {
		tele.Close()
		server.Close()
	})
	testscript.Run(t, testscript.Params{Dir: filepath.Join("testdata", "operations"), Setup: func(env *testscript.Env) error {
		env.Setenv("DODOMU_TOKEN", testToken)
		env.Setenv("DODOMU_API_URL", server.URL)
		return operated(env, file)
	}, Cmds: map[string]func(*testscript.TestScript, bool, []string){"sql": runSQL, "spoil": runSpoil}})
}

// TestOperationsBetweenEngines is for what needs PostgreSQL: $SERVED is an empty
// store there, $SPARE another.
func TestOperationsBetweenEngines(t *testing.T) {
	file, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	served, spare := unmarked(t), unmarked(t)
	testscript.Run(t, testscript.Params{Dir: filepath.Join("testdata", "engines"), Setup: func(env *testscript.Env) error {
		env.Setenv("SERVED", served)
		env.Setenv("SPARE", spare)
		return operated(env, file)
	}})
}

// unmarked is an empty store on PostgreSQL that takes the first key it sees.
func unmarked(t *testing.T) string {
	t.Helper()
	s := storetest.Served(t)
	if _, err := s.Raw().Exec("DELETE FROM settings"); err != nil {
		t.Fatal(err)
	}
	return s.URL
}

func operated(env *testscript.Env, program string) error {
	key, url := filepath.Join(env.WorkDir, "key"), "sqlite:"+filepath.Join(env.WorkDir, "dodomu.db")
	ref, err := reported(key, url)
	if err != nil {
		return err
	}
	letters, err := givenUp(key, url)
	if err != nil {
		return err
	}
	for _, name := range []string{"identity", "stranger"} {
		id, err := age.GenerateX25519Identity()
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(env.WorkDir, name), []byte(id.String()+"\n"), 0o600); err != nil {
			return err
		}
		if name == "identity" {
			env.Setenv("TO", id.Recipient().String())
		}
	}
	for name, value := range map[string]string{"DODOMU": program, "DODOMU_KEY_FILE": key, "DODOMU_DB": url, "REF": ref,
		"REPLY": strconv.FormatInt(letters[0].ID, 10), "NEWS": strconv.FormatInt(letters[1].ID, 10), "PATH": os.Getenv("PATH")} {
		env.Setenv(name, value)
	}
	return nil
}

// givenUp lets two letters to the mother of a reported case be refused for good.
func givenUp(key, url string) (dead []store.DeadLetter, err error) {
	master, err := seal.ReadFile(key)
	if err != nil {
		return nil, err
	}
	db, err := store.Open(context.Background(), url, master)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	err = db.Update(context.Background(), func(tx *store.Tx) error {
		mother, err := tx.Meet(600, "uk")
		if err != nil {
			return err
		}
		for _, n := range []store.Notice{{Kind: "reply"}, {Kind: string(cases.UnderReview), Priority: store.Push}} {
			n.To = mother.ID
			if err := tx.Enqueue(n); err != nil {
				return err
			}
			if err := refuseNext(tx); err != nil {
				return err
			}
		}
		dead, err = tx.DeadLetters(cases.Actor{Role: cases.Operator})
		return err
	})
	return dead, err
}

func refuseNext(tx *store.Tx) error {
	claimed, err := tx.Claim(10, time.Minute)
	if err != nil {
		return err
	}
	outcomes := make([]store.Outcome, len(claimed))
	for i, c := range claimed {
		outcomes[i] = store.Outcome{Claimed: c, How: store.Refused}
	}
	return tx.Settle(outcomes)
}

// runSQL does to the store what somebody with the file could.
func runSQL(ts *testscript.TestScript, _ bool, args []string) {
	db, err := sql.Open("sqlite", ts.MkAbs("dodomu.db"))
	ts.Check(err)
	defer db.Close()
	for _, statement := range args {
		_, err = db.Exec(statement)
		ts.Check(err)
	}
}

// runSpoil writes nonsense over the first page of a table, as a failing disk does.
func runSpoil(ts *testscript.TestScript, _ bool, args []string) {
	file := ts.MkAbs("dodomu.db")
	db, err := sql.Open("sqlite", file)
	ts.Check(err)
	var page, size int64
	ts.Check(db.QueryRow("SELECT rootpage FROM sqlite_schema WHERE name = ?", args[0]).Scan(&page))
	ts.Check(db.QueryRow("PRAGMA page_size").Scan(&size))
	_, err = db.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
	ts.Check(err)
	ts.Check(db.Close())
	f, err := os.OpenFile(file, os.O_WRONLY, 0)
	ts.Check(err)
	defer f.Close()
	_, err = f.WriteAt(bytes.Repeat([]byte{0xa5}, int(size)), (page-1)*size)
	ts.Check(err)
}
