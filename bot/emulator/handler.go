package emulator

import "net/http"

// Handler answers POST and GET /bot<token>/<method> and GET
// /file/bot<token>/<path>, nothing else.
func (s *Server) Handler() http.Handler { return http.HandlerFunc(s.serve) }

// Control offers acting, seeing and faults as JSON over HTTP, for tests in
// another process; see [Act] for the requests. Whoever reaches it may do
// everything: never mount it beside the Bot API.
func (s *Server) Control() http.Handler { return http.NotFoundHandler() }

// Calls are the calls of the Bot API, oldest first, as many as
// Options.KeepCalls.
func (s *Server) Calls() []Call { return nil }

// Commands are the commands that a person with this language sees in a private
// chat: of the scope all_private_chats, else default; of the language, else
// without one.
func (s *Server) Commands(language string) []Command { return nil }

// FileContent is what is in a file, by its file_id or file_unique_id; ok is
// false when it is not known or has no content, being too large.
func (s *Server) FileContent(id string) (content []byte, mime string, ok bool) { return nil, "", false }

// Inject puts an update of any kind into the queue: payload is its JSON, or
// nonsense. It returns the update id.
func (s *Server) Inject(kind, payload string) int64 { return 0 }

// Pending is how many updates wait to be taken by the bot.
func (s *Server) Pending() int { return 0 }
