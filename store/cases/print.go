package cases

import "math/bits"

// Print is what of a picture finds the same picture again: two difference hashes,
// of it as it is and as a mirror shows it. Nobody is recognised by it.
type Print struct{ Plain, Mirrored uint64 }

const (
	// printApart is how many of 64 bits may differ in two copies of one picture.
	printApart = 10
	// printLeast is how many bits have to say something, either way: fewer are set in
	// the print of an empty page, and fewer are not in that of a shade.
	printLeast = 12
)

// Says tells whether the picture has enough in it to be found by.
func (p Print) Says() bool {
	for _, h := range [...]uint64{p.Plain, p.Mirrored} {
		if n := bits.OnesCount64(h); n < printLeast || n > 64-printLeast {
			return false
		}
	}
	return true
}

// Apart is how many bits two prints differ by, the one as it is or mirrored. Whether
// that is near enough for one picture, the second result says; a person decides.
func (p Print) Apart(q Print) (distance int, near bool) {
	distance = min(bits.OnesCount64(p.Plain^q.Plain), bits.OnesCount64(p.Plain^q.Mirrored))
	return distance, distance <= printApart && p.Says() && q.Says()
}
