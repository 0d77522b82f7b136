package photo

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"testing"
)

// FuzzWorking: whatever comes, a copy within the limits or one of two errors.
func FuzzWorking(f *testing.F) {
	small := scene(1, 20, 12)
	f.Add(asJPEG(f, small, 50))
	f.Add(withEXIF(asJPEG(f, small, 50), 7))
	f.Add(asPNG(f, small))
	f.Add(asWebP(color.RGBA{1, 2, 3, 255}, 9, 5, exif(5)))
	f.Add([]byte("GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"))
	f.Add(pngHeader(1<<30, 1<<30))
	f.Fuzz(func(t *testing.T, original []byte) {
		// Larger ones only cost time; the limits have a test of their own.
		if c, _, err := image.DecodeConfig(bytes.NewReader(original)); err == nil && c.Width*c.Height > 1<<18 && c.Width*c.Height <= MaxPixels {
			t.Skip()
		}
		c, err := Working(original)
		if err != nil {
			if !errors.Is(err, ErrNotPicture) && !errors.Is(err, ErrTooLarge) {
				t.Fatal(err)
			}
			return
		}
		p, err := jpeg.DecodeConfig(bytes.NewReader(c.JPEG))
		if err != nil || p.Width != c.Width || p.Height != c.Height || max(p.Width, p.Height) > MaxCopySide {
			t.Fatalf("a copy of %d × %d: %v", p.Width, p.Height, err)
		}
	})
}
