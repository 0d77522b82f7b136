package photo

import (
	"bytes"
	"image"
	"io"

	"github.com/bep/imagemeta"
	"golang.org/x/image/riff"
)

// The ways in which a camera is held, as EXIF numbers them: from 5 on the
// sides change places.
const (
	upright       = 1
	firstSideways = 5
	lastSideways  = 8
)

// orientation reads the EXIF tag; upright when there is none that makes sense.
// A broken tag is no reason to lose a picture.
func orientation(original []byte, format string) int {
	switch format {
	case "jpeg":
		return tagged(original, imagemeta.JPEG)
	case "png":
		return tagged(original, imagemeta.PNG)
	case "webp":
		return tagged(exifOfWebP(original), imagemeta.TIFF)
	}
	return upright
}

func tagged(b []byte, format imagemeta.ImageFormat) int {
	found := upright
	_, _ = imagemeta.Decode(imagemeta.Options{
		R: bytes.NewReader(b), ImageFormat: format, Sources: imagemeta.EXIF,
		ShouldHandleTag: func(t imagemeta.TagInfo) bool { return t.Namespace == "IFD0" && t.Tag == "Orientation" },
		HandleTag: func(t imagemeta.TagInfo) error {
			if n, ok := t.Value.(uint16); ok && n >= upright && n <= lastSideways {
				found = int(n)
			}
			return imagemeta.ErrStopWalking
		},
	})
	return found
}

// maxEXIF is what a JPEG could hold; no camera writes more.
const maxEXIF = 64 << 10

// exifOfWebP is the EXIF block; nil if there is none. imagemeta does not skip
// the byte that follows a chunk of odd length and so misses what comes after.
func exifOfWebP(original []byte) []byte {
	_, chunks, err := riff.NewReader(bytes.NewReader(original))
	for err == nil {
		var id riff.FourCC
		var body io.Reader
		if id, _, body, err = chunks.Next(); err == nil && id == (riff.FourCC{'E', 'X', 'I', 'F'}) {
			block, _ := io.ReadAll(io.LimitReader(body, maxEXIF))
			return bytes.TrimPrefix(block, []byte("Exif\x00\x00"))
		}
	}
	return nil
}

// turned makes a picture upright. (x, y) of the result comes from at(x, y) of
// the picture as it was stored.
func turned(p *image.RGBA, orientation int) *image.RGBA {
	if orientation == upright {
		return p
	}
	w, h := p.Rect.Dx(), p.Rect.Dy()
	if orientation >= firstSideways {
		w, h = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	at := source(orientation, w-1, h-1)
	for y := range h {
		for x := range w {
			sx, sy := at(x, y)
			from := p.PixOffset(sx, sy)
			copy(out.Pix[out.PixOffset(x, y):][:4], p.Pix[from:from+4])
		}
	}
	return out
}

// source says where a pixel of the upright picture was stored; right and below
// are its largest coordinates. Exif 2.32, 4.6.4, tag 0x0112: the numbers name
// the side where the stored row 0 and column 0 are seen.
func source(orientation, right, below int) func(x, y int) (int, int) {
	switch orientation {
	case 2: // mirrored
		return func(x, y int) (int, int) { return right - x, y }
	case 3: // upside down
		return func(x, y int) (int, int) { return right - x, below - y }
	case 4: // upside down, mirrored
		return func(x, y int) (int, int) { return x, below - y }
	case 5: // lying, mirrored
		return func(x, y int) (int, int) { return y, x }
	case 6: // to be turned to the right
		return func(x, y int) (int, int) { return y, right - x }
	case 7: // lying the other way, mirrored
		return func(x, y int) (int, int) { return below - y, right - x }
	default: // 8: to be turned to the left
		return func(x, y int) (int, int) { return below - y, x }
	}
}
