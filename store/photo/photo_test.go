package photo

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"runtime"
	"slices"
	"testing"
)

func opened(t *testing.T, c Copy) image.Image {
	t.Helper()
	p, err := jpeg.Decode(bytes.NewReader(c.JPEG))
	if err != nil {
		t.Fatal(err)
	}
	if p.Bounds() != image.Rect(0, 0, c.Width, c.Height) {
		t.Fatalf("the copy is %v, said to be %d × %d", p.Bounds(), c.Width, c.Height)
	}
	return p
}

func work(t *testing.T, original []byte) Copy {
	t.Helper()
	c, err := Working(original)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// like compares colours with the loss of JPEG allowed for.
func like(a, b color.Color) bool {
	ar, ag, ab, _ := a.RGBA()
	br, bg, bb, _ := b.RGBA()
	off := func(x, y uint32) bool { return max(x, y)-min(x, y) > 0x2800 }
	return !off(ar, br) && !off(ag, bg) && !off(ab, bb)
}

func TestACopyHasNoMetadata(t *testing.T) {
	meta := exif(1)
	originals := map[string][]byte{
		"jpeg": withEXIF(asJPEG(t, scene(1, 64, 48), 90), 1),
		"webp": asWebP(color.RGBA{200, 10, 10, 255}, 64, 48, meta),
	}
	for name, original := range originals {
		if !bytes.Contains(original, []byte(plantedText)) {
			t.Fatalf("%s: nothing planted, the test would prove nothing", name)
		}
		c := work(t, original)
		opened(t, c)
		for _, planted := range [][]byte{[]byte("PLANTED"), []byte("Exif"), []byte("http"), meta[len(meta)-24:]} {
			if bytes.Contains(c.JPEG, planted) {
				t.Errorf("%s: the copy holds %q", name, planted)
			}
		}
		for _, kind := range markers(c.JPEG) {
			if !slices.Contains([]byte{0xDB, 0xC0, 0xC4}, kind) {
				t.Errorf("%s: the copy has a segment %X that is neither table nor frame", name, kind)
			}
		}
	}
}

// markers are the kinds of segment before the pixels.
func markers(jpg []byte) (kinds []byte) {
	for at := 2; jpg[at] == 0xFF && jpg[at+1] != 0xDA; at += 2 + int(binary.BigEndian.Uint16(jpg[at+2:])) {
		kinds = append(kinds, jpg[at+1])
	}
	return kinds
}

// Exif 2.32, table of tag 0x0112: on which side of the upright picture the
// stored row 0 and column 0 are seen.
func TestACopyIsUpright(t *testing.T) {
	sides := []struct{ row, column string }{
		1: {"top", "left"}, 2: {"top", "right"}, 3: {"bottom", "right"}, 4: {"bottom", "left"},
		5: {"left", "top"}, 6: {"right", "top"}, 7: {"right", "bottom"}, 8: {"left", "bottom"},
	}
	upright := image.NewRGBA(image.Rect(0, 0, 96, 64))
	for y := range 64 {
		for x := range 96 {
			upright.SetRGBA(x, y, color.RGBA{byte(x / 48 * 255), byte(y / 32 * 255), 90, 255})
		}
	}
	for o := 1; o < len(sides); o++ {
		t.Run(fmt.Sprint(o), func(t *testing.T) {
			stored := asSeen(upright, sides[o].row, sides[o].column)
			c := work(t, withEXIF(asJPEG(t, stored, 95), uint16(o)))
			got := opened(t, c)
			if got.Bounds() != upright.Rect {
				t.Fatalf("the copy is %v", got.Bounds())
			}
			for _, at := range []image.Point{{8, 8}, {88, 8}, {8, 56}, {88, 56}} {
				if a, b := got.At(at.X, at.Y), upright.At(at.X, at.Y); !like(a, b) {
					t.Errorf("at %v: %v, want %v", at, a, b)
				}
			}
		})
	}
}

// asSeen stores an upright picture so that its first row and column lie there.
func asSeen(p *image.RGBA, row, column string) *image.RGBA {
	w, h := p.Rect.Dx(), p.Rect.Dy()
	stored := image.NewRGBA(image.Rect(0, 0, w, h))
	if row == "left" || row == "right" {
		stored = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	place := func(side string, n int, at *image.Point) {
		switch side {
		case "top":
			at.Y = n
		case "bottom":
			at.Y = h - 1 - n
		case "left":
			at.X = n
		case "right":
			at.X = w - 1 - n
		}
	}
	for y := range stored.Rect.Dy() {
		for x := range stored.Rect.Dx() {
			var at image.Point
			place(row, y, &at)
			place(column, x, &at)
			stored.SetRGBA(x, y, p.RGBAAt(at.X, at.Y))
		}
	}
	return stored
}

func TestWebPIsTurnedToo(t *testing.T) {
	green := color.RGBA{10, 200, 30, 255}
	for name, meta := range map[string][]byte{"bare": exif(6), "with the prefix of a JPEG": append([]byte("Exif\x00\x00"), exif(6)...)} {
		c := work(t, asWebP(green, 64, 32, meta))
		if c.Width != 32 || c.Height != 64 {
			t.Errorf("%s: the copy is %d × %d", name, c.Width, c.Height)
		}
		if got := opened(t, c).At(5, 5); !like(got, green) {
			t.Errorf("%s: its colour is %v", name, got)
		}
	}
}

func TestABrokenOrientationIsUpright(t *testing.T) {
	for _, o := range []uint16{0, 9, 65535} {
		if c := work(t, withEXIF(asJPEG(t, scene(1, 64, 32), 90), o)); c.Width != 64 {
			t.Errorf("orientation %d: %d × %d", o, c.Width, c.Height)
		}
	}
	cut := withEXIF(asJPEG(t, scene(1, 64, 32), 90), 6)
	copy(cut[12:], bytes.Repeat([]byte{0xEE}, 40))
	if c := work(t, cut); c.Width != 64 {
		t.Errorf("a spoilt block: %d × %d", c.Width, c.Height)
	}
}

func TestALargePictureIsMadeSmaller(t *testing.T) {
	for _, tt := range []struct{ w, h, wantW, wantH int }{
		{5120, 1000, 2560, 500}, {1000, 5120, 500, 2560}, {2560, 20, 2560, 20}, {9000, 2, 2560, 1}, {1, 1, 1, 1},
	} {
		c := work(t, asPNG(t, image.NewGray(image.Rect(0, 0, tt.w, tt.h))))
		if opened(t, c); c.Width != tt.wantW || c.Height != tt.wantH {
			t.Errorf("%d × %d became %d × %d", tt.w, tt.h, c.Width, c.Height)
		}
	}
}

func TestTransparentBecomesWhite(t *testing.T) {
	p := image.NewNRGBA(image.Rect(0, 0, 32, 32))
	if got := opened(t, work(t, asPNG(t, p))).At(9, 9); !like(got, color.White) {
		t.Errorf("nothing became %v", got)
	}
}

func TestOfAnAnimationTheFirstFrame(t *testing.T) {
	red, blue := color.RGBA{255, 0, 0, 255}, color.RGBA{0, 0, 255, 255}
	frame := func(i uint8) *image.Paletted {
		p := image.NewPaletted(image.Rect(0, 0, 24, 24), color.Palette{red, blue})
		for j := range p.Pix {
			p.Pix[j] = i
		}
		return p
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{frame(0), frame(1)}, Delay: []int{1, 1}}); err != nil {
		t.Fatal(err)
	}
	if got := opened(t, work(t, b.Bytes())).At(12, 12); !like(got, red) {
		t.Errorf("the copy is %v", got)
	}
}

// pngHeader claims a size without having a pixel.
func pngHeader(w, h uint32) []byte {
	body := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte("IHDR"), w), h)
	body = append(body, 8, 2, 0, 0, 0)
	b := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13)
	b = append(b, body...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(body))
}

func TestWhatIsRefused(t *testing.T) {
	whole := asJPEG(t, scene(1, 64, 64), 90)
	tests := map[string]struct {
		original []byte
		want     error
	}{
		"nothing":            {nil, ErrNotPicture},
		"words":              {[]byte("мама"), ErrNotPicture},
		"half a picture":     {whole[:len(whole)/2], ErrNotPicture},
		"a header alone":     {pngHeader(10, 10), ErrNotPicture},
		"51 megapixels":      {pngHeader(17_000, 3_000), ErrTooLarge},
		"a side too long":    {pngHeader(20_001, 1), ErrTooLarge},
		"a bomb":             {pngHeader(30_000, 30_000), ErrTooLarge},
		"20 MB and one byte": {append(whole, make([]byte, MaxBytes+1-len(whole))...), ErrTooLarge},
	}
	for name, tt := range tests {
		if _, err := Working(tt.original); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
}

// A bomb is refused by its header: no pixel of it is ever held.
func TestABombTakesNoMemory(t *testing.T) {
	bomb := pngHeader(20_000, 20_000)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := Working(bomb)
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 1<<20 || !errors.Is(err, ErrTooLarge) {
		t.Errorf("%d bytes for a header, and %v", n, err)
	}
}
