package emulator

import (
	"bytes"
	"crypto/sha256"
	"image"
	"image/jpeg"
	_ "image/png" // pictures come as JPEG or PNG

	"golang.org/x/image/draw"
)

// photoSides are the longest sides of the sizes that Telegram makes of a
// photo.
var photoSides = [...]int{90, 320, 800, 1280}

// picture is a photo as it was sent, ready to be kept.
type picture struct {
	key   [sha256.Size]byte
	sizes []*file
}

const maxPixels = 50_000_000

// develop makes the sizes of a photo, without any metadata, and needs no lock.
// ok is false for what is no picture.
func develop(data []byte) (picture, bool) {
	p := picture{key: sha256.Sum256(data)}
	config, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || config.Width*config.Height > maxPixels || config.Width+config.Height > 10_000 {
		return p, false
	}
	original, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return p, false
	}
	for i, side := range photoSides {
		longest := max(config.Width, config.Height)
		p.sizes = append(p.sizes, sizedPhoto(original, min(side, longest)))
		if longest <= side || i == len(photoSides)-1 {
			break
		}
	}
	return p, true
}

func sizedPhoto(original image.Image, side int) *file {
	b := original.Bounds()
	longest := max(b.Dx(), b.Dy())
	width, height := max(1, b.Dx()*side/longest), max(1, b.Dy()*side/longest)
	scaled := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.ApproxBiLinear.Scale(scaled, scaled.Bounds(), original, b, draw.Src, nil)
	var out bytes.Buffer
	// Writing to memory does not fail.
	_ = jpeg.Encode(&out, scaled, &jpeg.Options{Quality: 87})
	return &file{kind: "photo", mime: "image/jpeg", data: out.Bytes(), width: width, height: height}
}

// undeveloped passes bytes on as the only size of a photo that cannot be read.
func undeveloped(data []byte) picture {
	f := &file{kind: "photo", mime: "image/jpeg", data: data, width: 1, height: 1}
	return picture{key: sha256.Sum256(data), sizes: []*file{f}}
}

// developed returns the sizes of a photo sent before.
func (s *Server) developed(data []byte) (picture, bool) {
	key := sha256.Sum256(data)
	s.mu.Lock()
	defer s.mu.Unlock()
	sizes := s.files.photos[key]
	return picture{key, sizes}, sizes != nil
}

// develop is the function of this name, once for the same bytes.
func (s *Server) develop(data []byte) (picture, bool) {
	if p, ok := s.developed(data); ok {
		return p, true
	}
	return develop(data)
}

// addPhoto keeps a photo; the same one sent again has the same ids.
func (s *Server) addPhoto(p picture) *media {
	if s.files.photos == nil || len(s.files.photos) > 1000 {
		s.files.photos = map[[sha256.Size]byte][]*file{}
	}
	if known := s.files.photos[p.key]; known != nil && s.files.byID[known[0].id] != nil {
		return photoMedia(known)
	}
	sizes := make([]*file, len(p.sizes))
	for i, f := range p.sizes {
		fresh := *f
		sizes[i] = s.addFile(&fresh)
	}
	for _, f := range sizes {
		f.sizes = sizes
	}
	s.files.photos[p.key] = sizes
	return photoMedia(sizes)
}

func photoMedia(sizes []*file) *media {
	return &media{kind: "photo", file: sizes[len(sizes)-1], sizes: sizes}
}
