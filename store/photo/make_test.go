package photo

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"testing"

	"golang.org/x/image/draw"
)

// Pictures made in code, and the metadata that phones put beside them.

// scene is a gradient with some shapes, another one for every seed.
func scene(seed uint64, w, h int) *image.RGBA {
	r := rand.New(rand.NewPCG(seed, 1))
	small := image.NewRGBA(image.Rect(0, 0, 6, 6))
	for i := range small.Pix {
		small.Pix[i] = byte(r.UintN(256)) | 3
	}
	for i := 3; i < len(small.Pix); i += 4 {
		small.Pix[i] = 255
	}
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.BiLinear.Scale(p, p.Rect, small, small.Rect, draw.Src, nil)
	for range 4 {
		x, y := r.IntN(w), r.IntN(h)
		box := image.Rect(x, y, x+w/5, y+h/5)
		c := color.RGBA{byte(r.UintN(256)), byte(r.UintN(256)), byte(r.UintN(256)), 255}
		draw.Draw(p, box, image.NewUniform(c), image.Point{}, draw.Src)
	}
	return p
}

func asJPEG(t testing.TB, p image.Image, quality int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t testing.TB, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const plantedText = "PLANTED Марія, Маріуполь"

// exif is a TIFF block with an orientation, a description and a GPS latitude.
func exif(orientation uint16) []byte {
	le := binary.LittleEndian
	entry := func(b []byte, tag, kind uint16, count, value uint32) []byte {
		b = le.AppendUint16(le.AppendUint16(b, tag), kind)
		return le.AppendUint32(le.AppendUint32(b, count), value)
	}
	const ifd0, text, gps = 8, 8 + 2 + 3*12 + 4, 8 + 2 + 3*12 + 4 + 64
	b := le.AppendUint32([]byte("II*\x00"), ifd0)
	b = le.AppendUint16(b, 3)
	b = entry(b, 0x010E, 2, uint32(len(plantedText)+1), text)
	b = entry(b, 0x0112, 3, 1, uint32(orientation))
	b = entry(b, 0x8825, 4, 1, gps)
	b = le.AppendUint32(b, 0)
	b = append(b, plantedText...)
	b = append(b, make([]byte, gps-len(b))...)
	b = le.AppendUint16(b, 2)
	b = entry(b, 1, 2, 2, 'N')
	b = entry(b, 2, 5, 3, gps+2+2*12+4)
	b = le.AppendUint32(b, 0)
	for _, n := range []uint32{47, 1, 5, 1, 4242, 100} {
		b = le.AppendUint32(b, n)
	}
	return b
}

// withEXIF puts the block into a JPEG, as a camera does, with a comment after.
func withEXIF(jpg []byte, orientation uint16) []byte {
	segment := func(b []byte, marker byte, body []byte) []byte {
		b = binary.BigEndian.AppendUint16(append(b, 0xFF, marker), uint16(len(body)+2))
		return append(b, body...)
	}
	b := segment([]byte{0xFF, 0xD8}, 0xE1, append([]byte("Exif\x00\x00"), exif(orientation)...))
	b = segment(b, 0xE1, []byte("http://ns.adobe.com/xap/1.0/\x00<x>"+plantedText+"</x>"))
	b = segment(b, 0xFE, []byte(plantedText))
	return append(b, jpg[2:]...)
}

// bitWriter writes as WebP's lossless format reads: least bit first.
type bitWriter struct {
	b    []byte
	free int
}

func (w *bitWriter) put(value, n int) {
	for i := range n {
		if w.free == 0 {
			w.b, w.free = append(w.b, 0), 8
		}
		w.b[len(w.b)-1] |= byte(value>>i&1) << (8 - w.free)
		w.free--
	}
}

// asWebP is a lossless WebP of one colour, with an EXIF block: every channel
// has a code of one symbol, so that no pixel takes a bit.
func asWebP(c color.RGBA, w, h int, meta []byte) []byte {
	var v bitWriter
	v.put(0x2F, 8)
	v.put(w-1, 14)
	v.put(h-1, 14)
	v.put(0, 1+3)   // no alpha, version 0
	v.put(0, 1+1+1) // no transform, no colour cache, one group of codes
	for _, symbol := range []byte{c.G, c.R, c.B, 255, 0} {
		v.put(1, 1) // a simple code
		v.put(0, 1) // of one symbol
		v.put(1, 1) // of eight bits
		v.put(int(symbol), 8)
	}
	chunk := func(b []byte, name string, body []byte) []byte {
		b = binary.LittleEndian.AppendUint32(append(b, name...), uint32(len(body)))
		return append(append(b, body...), make([]byte, len(body)%2)...)
	}
	const hasEXIF = 1 << 3
	size := []byte{hasEXIF, 0, 0, 0, byte(w - 1), byte((w - 1) >> 8), 0, byte(h - 1), byte((h - 1) >> 8), 0}
	body := chunk(chunk(chunk([]byte("WEBP"), "VP8X", size), "VP8L", v.b), "EXIF", meta)
	return chunk(nil, "RIFF", body)
}
