// Package photo makes the copy of a picture that people work with, and the
// hash that finds the same picture again.
//
// Its rule: bytes in, bytes out; no I/O, no clock, and nothing of the original
// but its pixels gets into the copy: no place, no camera, no time, no thumbnail.
// Limits are read from the header before a pixel is decoded. Start with
// [Working]; compare with [Hash], [HashMirrored] and [Distance].
//
// Decoding the largest allowed picture takes some hundred megabytes for a
// moment: the caller does one at a time.
package photo

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/gif" // the first frame of an animation
	"image/jpeg"
	_ "image/png"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp"
)

// The limits of what is taken (DESIGN.md, The store: files are rows).
const (
	MaxBytes  = 20 << 20   // what Telegram lets a bot fetch
	MaxPixels = 50_000_000 // a decoded picture takes up to 4 bytes each, 8 with 16-bit colours
	MaxSide   = 20_000     // pixels; a real photograph has no longer side
	// MaxCopySide is the longest side of a copy: a face stays recognisable, and
	// a page of a document readable.
	MaxCopySide = 2560
	// quality of the copy, where the loss is not seen.
	quality = 85
)

var (
	// ErrNotPicture: not JPEG, PNG, WebP or GIF, or damaged.
	ErrNotPicture = errors.New("not a picture that can be read, send JPEG, PNG, WebP or GIF")
	// ErrTooLarge: more than [MaxBytes], [MaxPixels] or [MaxSide].
	ErrTooLarge = errors.New("picture is too large, send a smaller one")
)

// Copy is a working copy.
type Copy struct {
	JPEG          []byte // without any metadata, upright
	Width, Height int    // pixels
	Hash          uint64 // of the copy; see [Hash]
	Mirrored      uint64 // see [HashMirrored]
}

// Working re-encodes a picture as an upright JPEG without metadata, its longest
// side at most [MaxCopySide]; what is transparent becomes white, of an
// animation the first frame is taken. [ErrTooLarge] or [ErrNotPicture]
// otherwise.
func Working(original []byte) (Copy, error) {
	if len(original) > MaxBytes {
		return Copy{}, fmt.Errorf("%w: %d bytes", ErrTooLarge, len(original))
	}
	c, format, err := image.DecodeConfig(bytes.NewReader(original))
	if err != nil || c.Width <= 0 || c.Height <= 0 {
		return Copy{}, ErrNotPicture
	}
	if c.Width > MaxSide || c.Height > MaxSide || c.Width*c.Height > MaxPixels {
		return Copy{}, fmt.Errorf("%w: %d × %d pixels", ErrTooLarge, c.Width, c.Height)
	}
	pixels, _, err := image.Decode(bytes.NewReader(original))
	if err != nil || !fits(pixels.Bounds(), c) {
		return Copy{}, ErrNotPicture
	}
	return encode(turned(shrunk(pixels), orientation(original, format)))
}

// fits refuses a picture whose pixels are others than its header promised: a
// frame of an animation may lie anywhere on its canvas.
func fits(b image.Rectangle, c image.Config) bool {
	return !b.Empty() && b.Dx() <= c.Width && b.Dy() <= c.Height
}

// shrunk draws a picture on white within MaxCopySide.
func shrunk(p image.Image) *image.RGBA {
	w, h := p.Bounds().Dx(), p.Bounds().Dy()
	if longest := max(w, h); longest > MaxCopySide {
		w = max(1, w*MaxCopySide/longest)
		h = max(1, h*MaxCopySide/longest)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(out, out.Bounds(), p, p.Bounds(), draw.Over, nil)
	return out
}

func encode(p *image.RGBA) (Copy, error) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, &jpeg.Options{Quality: quality}); err != nil {
		return Copy{}, fmt.Errorf("encode the copy: %w", err)
	}
	g := greys(p)
	return Copy{JPEG: b.Bytes(), Width: p.Rect.Dx(), Height: p.Rect.Dy(), Hash: g.hash(), Mirrored: g.mirrored().hash()}, nil
}
