package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"dodomu/bot/follow"
	"dodomu/bot/staff"
	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/seal"
	"dodomu/store/storetest"
)

// TestScripts speaks to the program in its user's words. $REF is a case that a
// mother reported, with a photo; $AGAIN one in which an aunt reported the same child;
// $TIP a volunteer's tip, with a photo; $MEASURE is the folder of the small measure.
func TestScripts(t *testing.T) {
	file, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	measure, err := filepath.Abs(filepath.Join("..", "..", "store", "names", "testdata", "measure"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{Dir: "testdata", Setup: func(env *testscript.Env) error {
		key := filepath.Join(env.WorkDir, "key")
		url := "sqlite:" + filepath.Join(env.WorkDir, "dodomu.db")
		ref, err := reported(key, url)
		if err != nil {
			return err
		}
		again, err := reportedAgain(key, url)
		if err != nil {
			return err
		}
		tip, err := told(key, url)
		env.Setenv("DODOMU", file)
		env.Setenv("DODOMU_KEY_FILE", key)
		env.Setenv("DODOMU_DB", url)
		env.Setenv("REF", ref)
		env.Setenv("AGAIN", again)
		env.Setenv("TIP", tip)
		env.Setenv("MEASURE", measure)
		env.Setenv("PATH", os.Getenv("PATH"))
		return err
	}})
}

// reported makes a store with one reported case in it.
func reported(key, url string) (string, error) {
	if err := seal.NewFile(key); err != nil {
		return "", err
	}
	master, err := seal.ReadFile(key)
	if err != nil {
		return "", err
	}
	db, err := store.Open(context.Background(), url, master)
	if err != nil {
		return "", err
	}
	defer db.Close()
	var ref string
	err = db.Update(context.Background(), func(tx *store.Tx) error {
		p, err := tx.Meet(600, "uk")
		if err != nil {
			return err
		}
		id, err := tx.PendingFile(p.ID, store.FileRef{Telegram: "t", Unique: "u"})
		if err != nil {
			return err
		}
		if err := tx.KeepFile(id, []byte("original"), store.Picture{JPEG: []byte("working copy\n")}); err != nil {
			return err
		}
		sheet := storetest.Sheet(1)
		sheet.Children[0].Photos = []cases.FileID{id}
		done, err := tx.Submit(cases.Actor{Person: p.ID, Role: cases.Family}, sheet)
		if err == nil {
			ref = done.Cases[0].Ref.String()
		}
		return err
	})
	return ref, err
}

// reportedAgain has an aunt report the child of a store once more, as she writes the
// name.
func reportedAgain(key, url string) (ref string, err error) {
	master, err := seal.ReadFile(key)
	if err != nil {
		return "", err
	}
	db, err := store.Open(context.Background(), url, master)
	if err != nil {
		return "", err
	}
	defer db.Close()
	sheet := storetest.Sheet(1)
	sheet.Children[0].Name = cases.Name{Surname: "Kovalchuk", Given: "Solomiya"}
	err = db.Update(context.Background(), func(tx *store.Tx) error {
		p, err := tx.Meet(601, "en")
		if err != nil {
			return err
		}
		done, err := tx.Submit(cases.Actor{Person: p.ID, Role: cases.Family}, sheet)
		if err == nil {
			ref = done.Cases[0].Ref.String()
		}
		return err
	})
	return ref, err
}

// told has a volunteer tell a store what they saw, with a photo.
func told(key, url string) (ref string, err error) {
	master, err := seal.ReadFile(key)
	if err != nil {
		return "", err
	}
	db, err := store.Open(context.Background(), url, master)
	if err != nil {
		return "", err
	}
	defer db.Close()
	err = db.Update(context.Background(), func(tx *store.Tx) error {
		p, err := tx.Meet(602, "en")
		if err != nil {
			return err
		}
		id, err := tx.PendingFile(p.ID, store.FileRef{Telegram: "t", Unique: "u"})
		if err != nil {
			return err
		}
		if err := tx.KeepFile(id, []byte("original"), store.Picture{JPEG: []byte("working copy\n")}); err != nil {
			return err
		}
		sheet := storetest.TipSheet()
		sheet.Files = []cases.FileID{id}
		done, err := tx.SubmitTip(cases.Actor{Person: p.ID, Role: cases.Volunteer}, "", sheet)
		ref = done.Ref.String()
		return err
	})
	return ref, err
}

// The words that staff see before they send are those that the family gets.
func TestPreviewIsWhatLeaves(t *testing.T) {
	kinds := []cases.Kind{cases.KindNoNews, cases.KindContactMade, cases.KindMerged, cases.KindAppointment, cases.KindMoved,
		cases.KindReferralOffered, cases.KindReferralAccepted, cases.KindConsentReminder, cases.KindRetention}
	for _, s := range cases.Stages() {
		kinds = append(kinds, s.Kind())
	}
	for _, k := range kinds {
		if sent, shown := follow.Notice(string(k), []byte(`{"ref":"4F7K29QMB3X"}`)).Key, staff.PushWords(k); sent != shown {
			t.Errorf("%s: staff see %s, the family gets %s", k, shown, sent)
		}
	}
}
