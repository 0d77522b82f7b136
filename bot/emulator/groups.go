package emulator

// Group is a group with the bot as a member.
type Group struct {
	server *Server
	chat   *chat
}

// Group makes a group with a negative id, or returns the one with this id and
// adds the members. The bot is told by my_chat_member that it is in.
func (s *Server) Group(id int64, title string, members ...*Person) *Group {
	return &Group{server: s}
}

// Groups are all groups, in the order of making.
func (s *Server) Groups() []*Group { return nil }

// ID is the chat id; another one after [Group.Migrate].
func (g *Group) ID() int64 { return g.chat.id }

// Title is the name of the group.
func (g *Group) Title() string { return g.chat.title }

// Add makes a person a member; the bot is told.
func (g *Group) Add(p *Person) {}

// Remove makes a member leave; the bot is told.
func (g *Group) Remove(p *Person) {}

// SetBot changes what the bot is in the group: "administrator", "member",
// "left" or "kicked". The bot is told by my_chat_member.
func (g *Group) SetBot(status string) {}

// Migrate turns the group into a supergroup and returns its new id. Calls with
// the old id are answered with migrate_to_chat_id.
func (g *Group) Migrate() int64 { return 0 }
