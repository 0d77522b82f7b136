package photo

import (
	"image"
	"math/bits"
	"slices"

	"golang.org/x/image/draw"
)

// A difference hash compares neighbours in a picture of 9 × 8 greys.
const (
	hashWide = 9
	hashHigh = 8
)

// grid is a picture of 9 × 8 greys.
type grid [hashHigh][hashWide]uint32

// Hash is the difference hash of an upright picture: one bit for each pair of
// neighbours, set where it gets brighter to the right. It survives scaling,
// compression and other brightness, but no cropping; see [Distance].
func Hash(p image.Image) uint64 { return greys(p).hash() }

// HashMirrored is what [Hash] of the same picture seen in a mirror would be.
func HashMirrored(p image.Image) uint64 { return greys(p).mirrored().hash() }

// Distance is how many of 64 bits differ: 0 to about 10 for the same picture
// made smaller or compressed again, about 32 for two unlike ones. It says "may
// be the same"; a person decides.
func Distance(a, b uint64) int { return bits.OnesCount64(a ^ b) }

func greys(p image.Image) (g grid) {
	small := image.NewRGBA(image.Rect(0, 0, hashWide, hashHigh))
	draw.BiLinear.Scale(small, small.Bounds(), p, p.Bounds(), draw.Src, nil)
	for y := range g {
		for x := range g[y] {
			c := small.RGBAAt(x, y)
			// Rec. 601, as JPEG itself weighs brightness.
			g[y][x] = 299*uint32(c.R) + 587*uint32(c.G) + 114*uint32(c.B)
		}
	}
	return g
}

func (g grid) mirrored() grid {
	for y := range g {
		slices.Reverse(g[y][:])
	}
	return g
}

func (g grid) hash() (h uint64) {
	for y := range g {
		for x := range hashWide - 1 {
			h <<= 1
			if g[y][x+1] > g[y][x] {
				h |= 1
			}
		}
	}
	return h
}
