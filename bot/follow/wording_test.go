package follow

import (
	"strings"
	"testing"
	"time"

	"dodomu/bot/flow"
	"dodomu/locales"
)

func loadWords(t testing.TB) *locales.Catalog {
	t.Helper()
	catalog, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	return catalog
}

// wording says messages in one language as a person reads them.
type wording struct {
	print locales.Printer
	quiet bool
}

func (w wording) form(key string) string {
	if w.quiet && w.print.Has(key+".short") {
		return key + ".short"
	}
	return key
}

func (w wording) value(v flow.Value) string {
	switch {
	case v.Parts != nil:
		lines := make([]string, len(v.Parts))
		for i, part := range v.Parts {
			lines[i] = w.value(part)
		}
		return strings.Join(lines, "\n")
	case v.Key != "":
		return w.say(v.Key, v.Args)
	case v.Date != nil:
		return w.print.Date(v.Date.Year, v.Date.Month, v.Date.Day, v.Date.Season, v.Date.About)
	case v.Time != 0:
		return w.print.Time(time.UnixMilli(v.Time).UTC())
	case v.Start != "":
		return "https://t.me/dodomu_bot?start=" + v.Start
	}
	return v.Text
}

func (w wording) say(key string, args flow.Args) string {
	values := make(map[string]any, len(args))
	for name, v := range args {
		if v.Count != nil {
			values[name] = *v.Count
			continue
		}
		values[name] = w.value(v)
	}
	return w.print.Say(w.form(key), values)
}
