package main

import (
	"bytes"
	"errors"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/rogpeppe/go-internal/txtar"
)

const readme = "../../README.md"

func readReadme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var transcriptBlock = regexp.MustCompile("(?s)(<!-- transcript: (\\S+) -->\n)```\n(.*?)```\n(<!-- end -->)")

// TestReadmeTranscript: what README.md shows of a conversation is what the tests
// played.
func TestReadmeTranscript(t *testing.T) {
	text := readReadme(t)
	m := transcriptBlock.FindStringSubmatch(text)
	if m == nil {
		t.Fatal("README.md has no block <!-- transcript: FILE --> … <!-- end -->")
	}
	played, err := os.ReadFile(filepath.Join("../..", m[2]))
	if err != nil {
		t.Fatal(err)
	}
	want := abridged(txtar.Parse(played))
	if *update && m[3] != want {
		text = strings.Replace(text, m[0], m[1]+"```\n"+want+"```\n"+m[4], 1)
		if err := os.WriteFile(readme, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if m[3] != want {
		t.Errorf("README.md shows another conversation than %s: run go test ./cmd/dodomu -run TestReadme -update\n%s\nwant:\n%s", m[2], m[3], want)
	}
}

// abridged is the beginning and the end of a played conversation: as far as the
// second answer, and from the last one on. Buttons stand in one row; empty lines
// and what became of an answered question are left out.
func abridged(played *txtar.Archive) string {
	var shown []string
	skips := false
	for _, file := range played.Files {
		if file.Name != "transcript" && file.Name != "farewell" {
			continue
		}
		for line := range strings.SplitSeq(string(file.Data), "\n") {
			if begins := strings.TrimLeft(line, " ") == line; begins && line != "" {
				skips = line[0] == '~' || line[0] == '='
			}
			if skips || strings.TrimSpace(line) == "" {
				continue
			}
			last := len(shown) - 1
			if strings.HasPrefix(line, "  [") && strings.HasPrefix(shown[last], "  [") {
				shown[last] += line[1:]
				continue
			}
			shown = append(shown, line)
		}
	}
	return beginAndEnd(shown)
}

func beginAndEnd(lines []string) string {
	var answers []int
	for i, line := range lines {
		if strings.HasPrefix(line, "> ") {
			answers = append(answers, i)
		}
	}
	if len(answers) < 4 {
		return strings.Join(lines, "\n") + "\n"
	}
	begin, end := lines[:answers[1]+1], lines[answers[len(answers)-1]:]
	return strings.Join(begin, "\n") + "\n…\n" + strings.Join(end, "\n") + "\n"
}

func TestAbridged(t *testing.T) {
	played := "-- transcript --\n< Hello.\n\n  First?\n  [A] [B]\n  [C]\n> [A]\n~ First?\n  Answer: A\n< Second?\n> b\n< Third?\n> c\n< Sure?\n> [Send]\n= submitted\n-- farewell --\n< Thanks.\n-- sheet --\n{}\n"
	want := "< Hello.\n  First?\n  [A] [B] [C]\n> [A]\n< Second?\n> b\n…\n> [Send]\n< Thanks.\n"
	if got := abridged(txtar.Parse([]byte(played))); got != want {
		t.Errorf("abridged:\n%s\nwant:\n%s", got, want)
	}
}

func TestReadmeLength(t *testing.T) {
	if n := strings.Count(readReadme(t), "\n"); n > 150 {
		t.Errorf("README.md has %d lines, at most 150 are read", n)
	}
}

var (
	// A call at the beginning of a line of code, after ExecStart= and the like, or
	// in a line of text.
	call   = regexp.MustCompile("(?m)(?:^ *|^\\w+=|`)(?:\\./|/usr/local/bin/|go run \\./cmd/)?dodomu((?: [^`\n#]+)?)")
	nested = regexp.MustCompile(`\$\([^)]*\)`)
	word   = regexp.MustCompile(`"[^"]*"|[^\s"]+`)
)

// TestReadmeCommands: every call of dodomu in README.md is one that it takes.
func TestReadmeCommands(t *testing.T) {
	all := call.FindAllStringSubmatch(readReadme(t), -1)
	if len(all) < 8 {
		t.Fatalf("only %d calls found in README.md: %q", len(all), all)
	}
	for _, m := range all {
		line, _, _ := strings.Cut(nested.ReplaceAllString(m[1], "x"), "&&")
		var args []string
		for _, w := range word.FindAllString(line, -1) {
			args = append(args, strings.Trim(w, `"`))
		}
		if len(args) == 0 || args[0] == "-" { // the name alone, or the user of a service
			continue
		}
		if err := takes(args); err != nil {
			t.Errorf("dodomu%s: %v", m[1], err)
		}
	}
}

// takes tells whether the command line can be called so.
func takes(args []string) error {
	var all commands
	helped := false
	parser, err := kong.New(&all, kong.Name("dodomu"), kong.Exit(func(int) { helped = true }), kong.Writers(&bytes.Buffer{}, &bytes.Buffer{}))
	if err != nil {
		return err
	}
	if _, err := parser.Parse(args); err != nil && !helped {
		return err
	}
	return nil
}

var setting = regexp.MustCompile(`DODOMU_[A-Z_]*[A-Z]|dodomu_[a-z_]+`)

// TestReadmeNames: every setting and meter that README.md names is in the program.
func TestReadmeNames(t *testing.T) {
	var program bytes.Buffer
	for _, folder := range []string{"../../cmd", "../../bot", "../../store"} {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			program.Write(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range setting.FindAllString(readReadme(t), -1) {
		if !bytes.Contains(program.Bytes(), []byte(`"`+name)) && !bytes.Contains(program.Bytes(), []byte("`"+name)) {
			t.Errorf("README.md names %s, the program does not", name)
		}
	}
}

const pictureFile = "testdata/try.png"

// TestReadmePicture: the picture of README.md is there, and light enough to load.
// TestPage makes it.
func TestReadmePicture(t *testing.T) {
	if !strings.Contains(readReadme(t), "(cmd/dodomu/"+pictureFile+")") {
		t.Error("README.md does not show " + pictureFile)
	}
	data, err := os.ReadFile(pictureFile)
	if errors.Is(err, fs.ErrNotExist) {
		t.Fatal("make it: go test ./cmd/dodomu -run TestPage -update")
	} else if err != nil {
		t.Fatal(err)
	}
	shape, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil || shape.Width != 1280 || shape.Height != 800 || len(data) > 300<<10 {
		t.Errorf("the picture is %d×%d and %d bytes, want 1280×800 and at most 300 KB: %v", shape.Width, shape.Height, len(data), err)
	}
}
