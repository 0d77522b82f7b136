package main

import (
	"bytes"
	"context"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dodomu/bot/emulator"
)

// TestRecord plays a conversation on the page, stops the program, and plays what
// it wrote once more: the bot says the same words.
func TestRecord(t *testing.T) {
	file := filepath.Join(t.TempDir(), "played.txtar")
	tr := try(t, "--record", file)
	mother := tr.visit(motherChat, "uk")
	mother.act("start", nil)
	mother.press("menu.report")
	mother.press("report.safety.no")
	mother.reads("report.relation.ask")
	mother.act("say", map[string]string{"text": "бабуся: \"так\"\nдругий рядок"})
	mother.reads("flow.refused.choose")
	mother.press("report.relation.grandmother")
	mother.reads("report.consent_search.ask")
	mother.press("flow.pause")
	mother.reads("flow.paused")
	if said := tr.stop(); !strings.Contains(said, file) {
		t.Errorf("the stop does not say where the transcript is: %q", said)
	}
	wrote, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	sections, err := emulator.ParseTranscript(wrote)
	if err != nil {
		t.Fatal(err)
	}
	if len(sections) != 1 || sections[0].Name != "mother" {
		t.Fatalf("the transcript has other sections than the mother's:\n%s", wrote)
	}
	if again := replay(t, sections[0].Lines); !bytes.Equal(wrote, again) {
		t.Errorf("played once more:\n%s\nwant:\n%s", again, wrote)
	}
}

// replay lets a mother do what a transcript says before a bot that knows nothing
// of it yet, and gives what was played.
func replay(t *testing.T, lines []emulator.Line) []byte {
	t.Helper()
	h := newHouse(t, emulator.Options{Title: "Dodomu", Limits: emulator.Limits{Off: true}})
	mother := h.tele.Person(emulator.Profile{ID: 501, FirstName: "Олена", Language: "uk"})
	recorder := h.tele.Record(map[int64]string{501: "mother"})
	wire := httptest.NewServer(recorder.Handler())
	t.Cleanup(wire.Close)
	t.Cleanup(h.kill)
	h.env = append(h.env, "DODOMU_API_URL="+wire.URL)
	h.start()
	h.ready()
	ctx, end := context.WithTimeout(context.Background(), patience)
	defer end()
	for i, line := range lines {
		if line.Who != "bot" {
			if err := line.Do(mother); err != nil {
				t.Fatal(err)
			}
		}
		for {
			version := h.tele.Version()
			if len(recorder.Transcript(mother)) > i {
				break
			}
			if _, err := h.tele.Wait(ctx, version); err != nil {
				t.Fatalf("line %d never came: %+v", i, line)
			}
		}
	}
	return emulator.FormatTranscript(recorder.Script())
}

// TestTryKeeps: a try keeps nothing, unless it is told where.
func TestTryKeeps(t *testing.T) {
	store := "sqlite:" + filepath.Join(t.TempDir(), "kept.db")
	for _, row := range []struct {
		name  string
		args  []string
		waits string // what the bot says after a restart
	}{{"nothing without a store", nil, "bot.welcome"}, {"a question in a store", []string{"--db", store}, "report.relation.ask"}} {
		t.Run(row.name, func(t *testing.T) {
			tr := try(t, row.args...)
			mother := tr.visit(motherChat, "uk")
			mother.act("start", nil)
			mother.press("menu.report")
			mother.press("report.safety.no")
			mother.reads("report.relation.ask")
			said := tr.stop()
			if kept := !strings.Contains(said, "Nothing is kept"); kept != (row.args != nil) {
				t.Errorf("the program says %q", said)
			}

			mother = try(t, row.args...).visit(motherChat, "uk")
			mother.act("start", nil)
			mother.reads(row.waits)
		})
	}
}
