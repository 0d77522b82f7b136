package emulator

import (
	"bytes"
	"crypto/subtle"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"slices"
	"strings"
)

// pagePolicy lets the document load its own files and pictures it holds itself,
// and nothing from anywhere else. Trusted types make the browser refuse any
// markup that is built from a string.
const pagePolicy = "default-src 'self'; img-src 'self' blob:; base-uri 'none'; object-src 'none'; " +
	"form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// ListenPage listens on a loopback address such as "127.0.0.1:8080". An error
// if the address can be reached from elsewhere: whoever reaches the page may act
// as the people on it.
func ListenPage(addr string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("listen for the page: %w", err)
	}
	if !loopback(host) {
		return nil, fmt.Errorf("listen for the page: %q is not a loopback address; try 127.0.0.1", host)
	}
	return net.Listen("tcp", addr)
}

func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return ip != nil && ip.IsLoopback()
}

func (p *page) routes() http.Handler {
	shell := p.rendered()
	files, err := fs.Sub(pageFiles, "page")
	if err != nil {
		panic("emulator: the page's files are not embedded: " + err.Error())
	}
	static := http.FileServerFS(files)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write(shell)
	})
	for _, pattern := range []string{"*.js", "*.css", "*.svg"} {
		names, _ := fs.Glob(files, pattern)
		for _, name := range names {
			mux.Handle("GET /"+name, static)
		}
	}
	mux.HandleFunc("GET /events", p.events)
	mux.HandleFunc("GET /file/{id}", p.file)
	mux.HandleFunc("POST /act/{tab}/{verb}", p.act)
	return mux
}

// rendered is the document; it is the same for every visit.
func (p *page) rendered() []byte {
	var b bytes.Buffer
	err := p.shell.Execute(&b, map[string]any{
		"Title": p.options.Title, "Intro": p.options.Intro, "Lang": p.options.Lang, "Zone": p.options.Zone,
		"Token": p.token, "Run": p.run, "Words": p.words, "Phones": p.phones(), "Bot": p.server.options.BotName,
	})
	if err != nil {
		panic("emulator: the page's document: " + err.Error())
	}
	return b.Bytes()
}

// guard refuses what does not come from the page's own document in a browser on
// this machine. The host name stops a foreign name that resolves to loopback;
// origin and token stop other sites.
func (p *page) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", pagePolicy)
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		if err := p.refuses(r); err != nil {
			http.Error(w, err.Error(), http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (p *page) refuses(r *http.Request) error {
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if !loopback(host) && !slices.Contains(p.options.Hosts, host) {
		return errors.New("ask for this page as localhost")
	}
	if origin := r.Header.Get("Origin"); origin != "" && origin != "http://"+r.Host && origin != "https://"+r.Host {
		return errors.New("this page answers to itself alone")
	}
	site, navigates := r.Header.Get("Sec-Fetch-Site"), r.Header.Get("Sec-Fetch-Mode") == "navigate"
	if site != "" && site != "same-origin" && site != "none" && (!navigates || r.Method != http.MethodGet) {
		return errors.New("this page answers to itself alone")
	}
	sent := r.Header.Get("X-Page-Token")
	if r.Method == http.MethodPost && subtle.ConstantTimeCompare([]byte(sent), []byte(p.token)) != 1 {
		return errors.New("load the page again")
	}
	return nil
}
