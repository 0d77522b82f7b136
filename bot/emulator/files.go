package emulator

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	maxDownload = 20 << 20 // a bot fetches no larger file
	maxPhoto    = 10 << 20 // nor uploads a larger photo
	linkLife    = time.Hour
)

// file is one file that Telegram keeps. Size may be larger than the data of a
// file that a test only claims to have.
type file struct {
	id, unique    string
	kind          string // "photo", "document", "voice", "sticker"
	name, mime    string
	data          []byte
	size          int64
	width, height int
	sizes         []*file // of a photo, smallest first, itself among them
	path          string
	linked        time.Time // when getFile was last asked
}

// files finds them by id and by path.
type files struct {
	keep   int
	count  int
	byID   map[string]*file // file_id and file_unique_id
	byPath map[string]*file
	order  []*file // oldest first, when not all are kept
	photos map[[sha256.Size]byte][]*file
}

// folders are the first parts of the paths that Telegram gives.
func folder(kind string) string {
	switch kind {
	case "photo":
		return "photos"
	case "voice":
		return "voice"
	case "sticker":
		return "stickers"
	}
	return "documents"
}

// addFile gives a file its ids. The same content of the same kind has the same
// unique id.
func (s *Server) addFile(f *file) *file {
	fs := &s.files
	if fs.byID == nil {
		fs.byID, fs.byPath = map[string]*file{}, map[string]*file{}
	}
	fs.count++
	if f.size == 0 {
		f.size = int64(len(f.data))
	}
	f.path = folder(f.kind) + "/file_" + strconv.Itoa(fs.count) + extension(f)
	f.id, f.unique = s.fileID(f), uniqueID(f)
	fs.byID[f.id], fs.byID[f.unique], fs.byPath[f.path] = f, f, f
	if fs.keep > 0 {
		fs.order = append(fs.order, f)
		if len(fs.order) > fs.keep {
			fs.forget(fs.order[0])
			fs.order = fs.order[1:]
		}
	}
	return f
}

func (fs *files) forget(f *file) {
	delete(fs.byID, f.id)
	delete(fs.byPath, f.path)
	if fs.byID[f.unique] == f {
		delete(fs.byID, f.unique)
	}
}

// fileID looks like Telegram's: a prefix by kind, then what nobody reads.
func (s *Server) fileID(f *file) string {
	var b [40]byte
	binary.BigEndian.PutUint64(b[:], uint64(s.files.count))
	for i := 8; i < len(b); i += 8 {
		binary.BigEndian.PutUint64(b[i:], s.random.Uint64())
	}
	return map[string]string{"photo": "AgACAg", "voice": "AwACAg", "sticker": "CAACAg"}[f.kind] + base64.RawURLEncoding.EncodeToString(b[:])
}

func uniqueID(f *file) string {
	h := sha256.New()
	h.Write([]byte(f.kind))
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(f.size)))
	h.Write(f.data)
	return "AQAD" + base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:9])
}

func extension(f *file) string {
	if i := strings.LastIndexByte(f.name, '.'); i > 0 && f.kind == "document" {
		return strings.ToLower(f.name[i:])
	}
	return map[string]string{"photo": ".jpg", "voice": ".oga", "sticker": ".webp"}[f.kind]
}

func (c *call) getFile() *refusal {
	f := c.server.files.byID[c.str("file_id")]
	if f == nil || f.id != c.str("file_id") {
		return bad("wrong file_id or the file is temporarily unavailable")
	}
	if f.size > maxDownload {
		return bad("file is too big")
	}
	f.linked = c.server.now()
	c.out.b = append(c.out.b, '{')
	c.out.file(f)
	c.out.str("file_path", f.path)
	c.out.close()
	return nil
}

// serveFile gives a file out, for an hour after getFile.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request, path string) {
	token, path, _ := strings.Cut(path, "/")
	if token != s.options.Token {
		refuse(w, &refusal{status: 401, text: "Unauthorized"})
		return
	}
	f := s.meet("file", 0)
	if f != nil && s.bend(w, r, &call{}, f) {
		return
	}
	s.mu.Lock()
	found := s.files.byPath[path]
	ok := found != nil && !found.linked.IsZero() && s.now().Sub(found.linked) <= linkLife
	s.mu.Unlock()
	if !ok {
		refuse(w, &refusal{status: 404, text: "Not Found"})
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	if f == nil {
		f = &fault{}
	}
	f.write(w, r, nil, found.data)
}

// FileContent is what is in a file, by its file_id or file_unique_id; ok is
// false when it is not known or has no content.
func (s *Server) FileContent(id string) (content []byte, mime string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.files.byID[id]
	if f == nil || f.data == nil {
		return nil, "", false
	}
	return f.data, f.mime, true
}
