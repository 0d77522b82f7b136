package storetest_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"slices"
	"testing"

	"golang.org/x/image/draw"

	"dodomu/store"
	"dodomu/store/cases"
	"dodomu/store/photo"
	"dodomu/store/storetest"
)

// scene is a picture of shades and shapes, another one for each seed.
func scene(seed uint64) *image.RGBA {
	r := rand.New(rand.NewPCG(seed, 7))
	shade := func() color.RGBA {
		return color.RGBA{byte(r.UintN(256)), byte(r.UintN(256)), byte(r.UintN(256)), 255}
	}
	small := image.NewRGBA(image.Rect(0, 0, 6, 6))
	for i := range 36 {
		small.SetRGBA(i%6, i/6, shade())
	}
	p := image.NewRGBA(image.Rect(0, 0, 320, 240))
	draw.BiLinear.Scale(p, p.Rect, small, small.Rect, draw.Src, nil)
	for range 4 {
		at := image.Pt(r.IntN(320), r.IntN(240))
		draw.Draw(p, image.Rectangle{Min: at, Max: at.Add(image.Pt(64, 48))}, image.NewUniform(shade()), image.Point{}, draw.Src)
	}
	return p
}

// blank is an empty page.
func blank() image.Image {
	p := image.NewGray(image.Rect(0, 0, 320, 240))
	draw.Draw(p, p.Rect, image.White, image.Point{}, draw.Src)
	return p
}

// resized is a picture in another size.
func resized(p image.Image, wide, high int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, wide, high))
	draw.CatmullRom.Scale(out, out.Rect, p, p.Bounds(), draw.Src, nil)
	return out
}

// inMirror is a picture as a mirror shows it.
func inMirror(p *image.RGBA) *image.RGBA {
	out := image.NewRGBA(p.Rect)
	for y := range p.Rect.Dy() {
		for x := range p.Rect.Dx() {
			out.SetRGBA(p.Rect.Dx()-1-x, y, p.RGBAAt(x, y))
		}
	}
	return out
}

// sent is a picture as a messenger sends it.
func sent(t *testing.T, p image.Image, quality int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pending is a file of a person that is still to be fetched.
func pending(h *storetest.House, p cases.PersonID) (f cases.FileID) {
	h.Do(func(tx *store.Tx) (err error) {
		f, err = tx.PendingFile(p, store.FileRef{Telegram: "f"})
		return err
	})
	return f
}

// fetched keeps what came for a file, as the bot does.
func fetched(t *testing.T, h *storetest.House, f cases.FileID, original []byte) {
	t.Helper()
	c, err := photo.Working(original)
	if err != nil {
		t.Fatal(err)
	}
	h.Do(func(tx *store.Tx) error {
		return tx.KeepFile(f, original, store.Picture{JPEG: c.JPEG, Print: cases.Print{Plain: c.Hash, Mirrored: c.Mirrored}})
	})
}

// stranger is a report of a child who is like no other by what is said.
func stranger(surname, given string, photos ...cases.FileID) cases.Sheet {
	s := storetest.Sheet(1)
	c := &s.Children[0]
	c.Name, c.Photos = cases.Name{Surname: surname, Given: given}, photos
	c.Birth = cases.Birth{Date: cases.Date{Year: 2009}}
	c.From, c.Last, c.Marks, c.Sex = cases.Place{}, cases.Place{}, "", cases.Boy
	return s
}

// seenAgain lists the numbers of what may have the same picture as a case.
func seenAgain(t *testing.T, h *storetest.House, ref cases.Ref) (numbers []string) {
	t.Helper()
	for _, m := range matches(t, h, h.Supervisor, ref) {
		if m.Picture {
			numbers = append(numbers, m.Number())
		}
	}
	slices.Sort(numbers)
	return numbers
}

// TestSamePicture holds that a picture that came with another report is found again,
// whatever a messenger made of it and whenever it was fetched, by the index that is
// kept and by one that is built anew, and that another picture is not.
func TestSamePicture(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		mother := h.Person(1, "uk")
		p := scene(1)
		f := pending(h, mother)
		fetched(t, h, f, sent(t, p, 90))
		first := h.Report(mother, stranger("Ковальчук", "Соломія", f)).Cases[0].Ref
		keepIndex(t, s.DB)
		var want []string
		for i, row := range []struct {
			what     string
			original []byte
			late     bool // fetched after the report
			same     bool
		}{
			{"compressed", sent(t, p, 30), false, true},
			{"fetched late", sent(t, p, 60), true, true},
			{"small", sent(t, resized(p, 120, 90), 60), false, true},
			{"mirrored", sent(t, inMirror(resized(p, 200, 150)), 50), true, true},
			{"another one", sent(t, scene(2), 90), false, false},
			{"another one, late", sent(t, scene(3), 90), true, false},
			{"a blank page", sent(t, blank(), 90), false, false},
		} {
			who := h.Person(int64(10+i), "en")
			f := pending(h, who)
			if !row.late {
				fetched(t, h, f, row.original)
			}
			c := h.Report(who, stranger([]string{"Ярмак", "Zubko", "Щербань", "Oliynyk", "Фоменко", "Hnatyuk", "Їжак"}[i], "Устим", f)).Cases[0]
			if row.late {
				current(t, s.DB)
				fetched(t, h, f, row.original)
			}
			current(t, s.DB)
			if row.same {
				want = append(want, c.Ref.String())
			}
			got := seenAgain(t, h, first)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%s: the same picture in %v, want %v", row.what, got, want)
			}
		}
	})
}

// TestSamePictureNeedsConsent holds that only pictures of children who may be searched
// for are compared, and that a consent taken back takes the suggestion out of sight.
func TestSamePictureNeedsConsent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		mother, aunt := h.Person(1, "uk"), h.Person(2, "en")
		original := sent(t, scene(1), 80)
		f, g := pending(h, mother), pending(h, aunt)
		fetched(t, h, f, original)
		first := h.Report(mother, stranger("Ковальчук", "Соломія", f)).Cases[0].Ref
		keepIndex(t, s.DB)
		refused := stranger("Hnatyuk", "Ustym", g)
		refused.Consents[0].Given = false
		second := h.Report(aunt, refused).Cases[0].Ref
		fetched(t, h, g, original)
		for i, want := range []int{0, 1, 0, 1} {
			if i > 0 {
				h.Do(func(tx *store.Tx) error { return tx.Consent(aunt, second, search(want == 1)) })
			}
			current(t, s.DB)
			if got := len(seenAgain(t, h, first)) + len(seenAgain(t, h, second)); got != 2*want {
				t.Errorf("step %d: %d, want %d", i, got, 2*want)
			}
		}
		h.Do(func(tx *store.Tx) error { return tx.Erase(aunt, second) })
		third := h.Person(3, "uk")
		k := pending(h, third)
		fetched(t, h, k, original)
		h.Report(third, stranger("Їжак", "Лук'ян", k))
		current(t, s.DB)
		if got := seenAgain(t, h, first); len(got) != 1 || got[0] == second.String() {
			t.Errorf("after the erasure: %v", got)
		}
	})
}

// TestSamePictureOfSiblings holds that a family photo that came with all children of
// one report makes no pairs of them.
func TestSamePictureOfSiblings(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		mother := h.Person(1, "uk")
		keepIndex(t, s.DB)
		sheet := storetest.Sheet(2)
		for i := range sheet.Children {
			f := pending(h, mother)
			fetched(t, h, f, sent(t, scene(1), 80-20*i))
			sheet.Children[i].Photos = []cases.FileID{f}
		}
		for _, c := range h.Report(mother, sheet).Cases {
			current(t, s.DB)
			if got := matches(t, h, h.Supervisor, c.Ref); len(got) > 0 {
				t.Errorf("suggested among sisters and brothers: %v", between(got))
			}
		}
	})
}

// TestSamePictureRejected holds that a rejected pair stays rejected when a picture of
// both turns out to be the same, and is suggested no second time.
func TestSamePictureRejected(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		mother, aunt := h.Person(1, "uk"), h.Person(2, "en")
		f, g, again := pending(h, mother), pending(h, aunt), pending(h, aunt)
		fetched(t, h, f, sent(t, scene(1), 80))
		fetched(t, h, g, sent(t, scene(1), 60))
		first := h.Report(mother, stranger("Ковальчук", "Соломія", f)).Cases[0].Ref
		keepIndex(t, s.DB)
		second := h.Report(aunt, stranger("Hnatyuk", "Ustym", g)).Cases[0].Ref
		current(t, s.DB)
		if got := seenAgain(t, h, first); len(got) != 1 {
			t.Fatalf("the same picture in %v", got)
		}
		decide(t, h, store.Pair{Mine: first, Other: second}, cases.Decision{To: cases.Rejected, Seen: cases.Suggested, Why: "знімок з газети"})
		h.Do(func(tx *store.Tx) error {
			return tx.AddToReport(aunt, second, cases.Addition{Files: []cases.FileID{again}})
		})
		fetched(t, h, again, sent(t, scene(1), 50))
		current(t, s.DB)
		keepIndex(t, s.Beside())
		for _, ref := range []cases.Ref{first, second} {
			got := matches(t, h, h.Supervisor, ref)
			if len(got) != 1 || got[0].State != cases.Rejected || got[0].Why != "знімок з газети" {
				t.Errorf("%+v", got)
			}
		}
	})
}

// TestSamePictureBesideWords holds that a suggestion made by what is said learns of the
// same picture when that is fetched.
func TestSamePictureBesideWords(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		mother, aunt := h.Person(1, "uk"), h.Person(2, "en")
		f, g := pending(h, mother), pending(h, aunt)
		fetched(t, h, f, sent(t, scene(1), 80))
		sheet, other := storetest.Sheet(1), again("Solomiya")
		sheet.Children[0].Photos, other.Children[0].Photos = []cases.FileID{f}, []cases.FileID{g}
		first := h.Report(mother, sheet).Cases[0].Ref
		keepIndex(t, s.DB)
		h.Report(aunt, other)
		current(t, s.DB)
		if got := matches(t, h, h.Supervisor, first); len(got) != 1 || got[0].Picture || !got[0].Scored {
			t.Errorf("before the picture: %+v", got)
		}
		fetched(t, h, g, sent(t, scene(1), 60))
		current(t, s.DB)
		if got := matches(t, h, h.Supervisor, first); len(got) != 1 || !got[0].Picture || got[0].State != cases.Suggested {
			t.Errorf("after the picture: %+v", got)
		}
	})
}

// TestSamePictureInTip holds that a tip without a name, whose picture is that of a
// case, is suggested for it, of a volunteer and of a person nobody knows.
func TestSamePictureInTip(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.Store) {
		h := storetest.Staffed(s)
		mother, volunteer, unknown := h.Person(1, "uk"), h.Person(2, "en"), h.Person(3, "ru")
		f, g, u := pending(h, mother), pending(h, volunteer), pending(h, unknown)
		fetched(t, h, f, sent(t, scene(1), 80))
		first := h.Report(mother, stranger("Ковальчук", "Соломія", f)).Cases[0].Ref
		keepIndex(t, s.DB)
		tip := func(f cases.FileID) cases.TipSheet {
			sheet := storetest.TipSheet()
			sheet.Name, sheet.Files = "", []cases.FileID{f}
			return sheet
		}
		ref := h.Tip(volunteer, "", tip(g)).Ref
		fetched(t, h, g, sent(t, inMirror(scene(1)), 60))
		current(t, s.DB)
		if got := seenAgain(t, h, first); !slices.Equal(got, []string{ref.String()}) {
			t.Errorf("the same picture in %v, want %v", got, ref)
		}
		h.AnonymousTip(unknown, "", tip(u))
		fetched(t, h, u, sent(t, scene(1), 60))
		h.EmptyLetterbox(1)
		current(t, s.DB)
		if got := seenAgain(t, h, first); len(got) != 2 {
			t.Errorf("the same picture in %v, want two tips", got)
		}
	})
}
