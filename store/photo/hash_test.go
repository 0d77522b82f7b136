package photo

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"testing"

	"golang.org/x/image/draw"
)

func scaled(p image.Image, w, h int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.CatmullRom.Scale(out, out.Rect, p, p.Bounds(), draw.Src, nil)
	return out
}

func mirrored(p *image.RGBA) *image.RGBA {
	out := image.NewRGBA(p.Rect)
	for y := range p.Rect.Dy() {
		for x := range p.Rect.Dx() {
			out.SetRGBA(p.Rect.Dx()-1-x, y, p.RGBAAt(x, y))
		}
	}
	return out
}

func dimmed(p *image.RGBA) *image.RGBA {
	out := image.NewRGBA(p.Rect)
	for i, v := range p.Pix {
		out.Pix[i] = byte(int(v)*3/4 + 10)
	}
	for i := 3; i < len(out.Pix); i += 4 {
		out.Pix[i] = 255
	}
	return out
}

func recompressed(t *testing.T, p image.Image, quality int) image.Image {
	t.Helper()
	out, err := jpeg.Decode(bytes.NewReader(asJPEG(t, p, quality)))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// same is how far the hashes of one picture may be apart.
const same = 6

func TestHashSurvivesWhatMessengersDo(t *testing.T) {
	for seed := range uint64(8) {
		p := scene(seed, 320, 240)
		want, mirror := Hash(p), HashMirrored(p)
		changed := map[string]image.Image{
			"smaller":            scaled(p, 90, 68),
			"larger":             scaled(p, 640, 480),
			"another shape":      scaled(p, 250, 250),
			"compressed":         recompressed(t, p, 25),
			"dimmed":             dimmed(p),
			"small, compressed":  recompressed(t, scaled(p, 160, 120), 40),
			"mirrored and back":  mirrored(mirrored(p)),
			"working copy of it": opened(t, work(t, asJPEG(t, p, 90))),
		}
		for name, q := range changed {
			if d := Distance(want, Hash(q)); d > same {
				t.Errorf("scene %d %s: distance %d", seed, name, d)
			}
			if d := Distance(mirror, HashMirrored(q)); d > same {
				t.Errorf("scene %d %s: distance in the mirror %d", seed, name, d)
			}
		}
		if d := Distance(mirror, Hash(recompressed(t, mirrored(scaled(p, 160, 120)), 50))); d > same {
			t.Errorf("scene %d mirrored: distance %d", seed, d)
		}
	}
}

func TestUnlikePicturesAreFarApart(t *testing.T) {
	const n = 40
	var hashes, mirrors [n]uint64
	for i := range n {
		p := scene(uint64(i), 320, 240)
		hashes[i], mirrors[i] = Hash(p), HashMirrored(p)
	}
	for i := range n {
		for j := range i {
			if d := min(Distance(hashes[i], hashes[j]), Distance(hashes[i], mirrors[j])); d <= same {
				t.Errorf("scenes %d and %d: distance %d", i, j, d)
			}
		}
	}
}

func TestTheCopyCarriesItsHashes(t *testing.T) {
	c := work(t, asPNG(t, scene(3, 300, 200)))
	p := opened(t, c)
	if d := Distance(c.Hash, Hash(p)) + Distance(c.Mirrored, HashMirrored(p)); d > 4 {
		t.Errorf("the hashes belong to another picture: distance %d", d)
	}
}

func TestHashOfKnownPictures(t *testing.T) {
	brighter, darker := image.NewGray(image.Rect(0, 0, 90, 80)), image.NewGray(image.Rect(0, 0, 90, 80))
	for y := range 80 {
		for x := range 90 {
			brighter.SetGray(x, y, color.Gray{byte(x * 2)})
			darker.SetGray(x, y, color.Gray{byte(255 - x*2)})
		}
	}
	if got := Hash(brighter); got != 1<<64-1 {
		t.Errorf("brighter to the right: %016x", got)
	}
	if got := Hash(darker); got != 0 {
		t.Errorf("darker to the right: %016x", got)
	}
	if got := HashMirrored(darker); got != 1<<64-1 {
		t.Errorf("darker, mirrored: %016x", got)
	}
	if got := Distance(0b1011, 0b0001); got != 2 {
		t.Errorf("distance %d", got)
	}
}
