package emulator

import (
	"net/http"
	"slices"
)

// drawnFile is a file with the address under which the page has it.
func drawnFile(f *file) *shownFile {
	return &shownFile{URL: "file/" + f.id, Name: f.name, Size: f.size, Width: f.width, Height: f.height}
}

// file answers with the content of a file: pictures to be shown, all else to be
// saved, and nothing that a browser would run.
func (p *page) file(w http.ResponseWriter, r *http.Request) {
	content, kind, ok := p.server.FileContent(r.PathValue("id"))
	if !ok {
		http.NotFound(w, r)
		return
	}
	shown := slices.Contains([]string{"image/jpeg", "image/png", "image/gif", "image/webp"}, kind)
	if !shown {
		kind = "application/octet-stream"
		w.Header().Set("Content-Disposition", "attachment")
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
	w.Header().Set("Cache-Control", "private, max-age=3600, immutable")
	w.Write(content)
}
