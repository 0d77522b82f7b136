package emulator

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// spell writes a parsed text as one line.
func spell(f formatted) string {
	var b strings.Builder
	b.WriteString(f.text)
	for _, e := range f.entities {
		fmt.Fprintf(&b, " | %s %d+%d", e.kind, e.offset, e.length)
		for _, more := range [...]string{e.url, e.language, e.emoji} {
			if more != "" {
				b.WriteString(" " + more)
			}
		}
	}
	return b.String()
}

func TestParse(t *testing.T) {
	cases := []struct{ mode, in, want string }{
		{"HTML", "a", "a"},
		{"HTML", "1 < 2", "Unsupported start tag \"\" at byte offset 2"},
		{"HTML", "<b>Їжак</b> 🌻<i>x</i>", "Їжак 🌻x | bold 0+4 | italic 7+1"},
		{"html", "<strong><em>a</em></strong>", "a | bold 0+1 | italic 0+1"},
		{"HTML", "<b>a<i>b</i></b>", "ab | bold 0+2 | italic 1+1"},
		{"HTML", "<s>a</s><del>b</del><u>c</u><tg-spoiler>d</tg-spoiler>", "abcd | strikethrough 0+1 | strikethrough 1+1 | underline 2+1 | spoiler 3+1"},
		{"HTML", `<span class="tg-spoiler">a</span>`, "a | spoiler 0+1"},
		{"HTML", `<span class="x">a</span>`, `Tag "span" must have class "tg-spoiler" at byte offset 0`},
		{"HTML", `<a href="https://a.b/?c=1&amp;d">x</a>`, "x | text_link 0+1 https://a.b/?c=1&d"},
		{"HTML", `<a href='tg://user?id=5'>x</a>`, "x | text_link 0+1 tg://user?id=5"},
		{"HTML", `<a>x</a>`, "x"},
		{"HTML", `<pre><code class="language-go">x</code></pre>`, "x | pre 0+1 go"},
		{"HTML", `<pre>x</pre><code>y</code>`, "xy | pre 0+1 | code 1+1"},
		{"HTML", "<blockquote>x</blockquote><blockquote expandable>y</blockquote>", "xy | blockquote 0+1 | expandable_blockquote 1+1"},
		{"HTML", `<tg-emoji emoji-id="5">🌻</tg-emoji>`, "🌻 | custom_emoji 0+2 5"},
		{"HTML", "&lt;&gt;&amp;&quot;&#39;&#x1F33B;&nbsp;&", `<>&"'🌻&nbsp;&`},
		{"HTML", "  <b> a </b>\n", "a | bold 0+1"},
		{"HTML", "<b></b>a", "a"},
		{"HTML", "a<b>c", `Can't find end tag corresponding to start tag "b"`},
		{"HTML", "є<p>c</p>", `Unsupported start tag "p" at byte offset 2`},
		{"HTML", "<b>c</i>", `Unmatched end tag at byte offset 4, expected "</b>", found "</i>"`},
		{"HTML", "c</b>", "Unexpected end tag at byte offset 1"},
		{"HTML", "<b", "Unclosed start tag at byte offset 0"},
		{"HTML", "<b>a</b", "Unclosed end tag at byte offset 4"},
		{"HTML", `<a href=>`, "Can't find end tag"},
		{"HTML", `<a href="x>`, "Unclosed start tag at byte offset 0"},
		{"HTML", `<a href>x</a>`, `Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0`},
		{"HTML", `<b ">x</b>`, `Empty attribute name in the tag "b" at byte offset 0`},
		{"MarkdownV2", `*b* _i_ __u__ ~s~ ||p|| ` + "`c`", "b i u s p c | bold 0+1 | italic 2+1 | underline 4+1 | strikethrough 6+1 | spoiler 8+1 | code 10+1"},
		{"MarkdownV2", "```go\nx\n```", "x | pre 0+1 go"},
		{"MarkdownV2", `[x](https://a.b/\))`, "x | text_link 0+1 https://a.b/)"},
		{"MarkdownV2", `[x](https://a.b`, "Can't find end of a URL"},
		{"MarkdownV2", `[x](https://a.b)`, "x | text_link 0+1 https://a.b"},
		{"MarkdownV2", `*a _b_*`, "a b | bold 0+3 | italic 2+1"},
		{"MarkdownV2", ">a\n>b\nc", "a\nb\nc | blockquote 0+3"},
		{"MarkdownV2", `a\.b`, "a.b"},
		{"MarkdownV2", "a.b", `Character '.' is reserved and must be escaped with the preceding '\'`},
		{"MarkdownV2", "*a", "Can't find end of Bold entity at byte offset 0"},
		{"", "/start@test_bot Їжак @someone #шукаю https://a.b/c.", "/start@test_bot Їжак @someone #шукаю https://a.b/c. | bot_command 0+15 | mention 21+8 | hashtag 30+6 | url 37+13"},
		{"", "a/b 1/2 mail@here.org", "a/b 1/2 mail@here.org"},
		{"HTML", "<code>/start</code> /help", "/start /help | code 0+6 | bot_command 7+5"},
	}
	for _, c := range cases {
		f, no := words{text: c.in, mode: c.mode}.parse()
		got := spell(f)
		if no != nil {
			got = no.text
		}
		if got != c.want && (no == nil || !strings.Contains(got, c.want)) {
			t.Errorf("%s %q:\n got %s\nwant %s", c.mode, c.in, got, c.want)
		}
	}
}

func TestRender(t *testing.T) {
	cases := []struct{ in, want string }{
		{"<b>a &lt;script&gt;</b>", "<b>a &lt;script&gt;</b>"},
		{`<b>a<i>b</i></b>c`, "<b>a<i>b</i></b>c"},
		{`<tg-spoiler>🌻</tg-spoiler>b`, `<span class="spoiler">🌻</span>b`},
		{`<a href="javascript:alert(1)">x</a>`, "x"},
		{`<a href="https://a.b/&quot;">x</a>`, `<a href="https://a.b/&#34;" rel="noreferrer noopener" target="_blank">x</a>`},
	}
	for _, c := range cases {
		f, no := parseHTML(c.in)
		if no != nil {
			t.Fatal(no.text)
		}
		if got := render(f.trim()); got != c.want {
			t.Errorf("%s: got %s", c.in, got)
		}
	}
	crossing := formatted{"abc", []entity{{kind: "bold", offset: 0, length: 2}, {kind: "italic", offset: 1, length: 2}}}
	if got := render(crossing); got != "<b>a<i>b</i></b><i>c</i>" {
		t.Errorf("crossing: %s", got)
	}
}

// No text may break the readers: what they give back is inside the text, and
// can be shown.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"<b>a</b>", "&#1;<a href='x'>", "*a_b*_", ">a\n||b||", "```x\ny```", "![a](tg://emoji?id=5)", "\\"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		for _, mode := range []string{"HTML", "MarkdownV2", ""} {
			out, no := words{text: s, mode: mode}.parse()
			if no != nil {
				continue
			}
			for _, e := range out.entities {
				if e.offset < 0 || e.length <= 0 || e.offset+e.length > units(out.text) {
					t.Fatalf("%s %q: entity %+v is outside", mode, s, e)
				}
			}
			if got := render(out); strings.Contains(got, "<script") {
				t.Fatalf("%s %q: shown as %s", mode, s, got)
			}
		}
	})
}
