package emulator

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// botProfile is what a bot says of itself, by language; "" is for all others.
type botProfile struct {
	names, descriptions, shorts map[string]string
	commands                    map[commandKey][]Command
	menus                       map[int64][]byte // by chat; 0 is everywhere
}

// commandKey is a menu of commands: for a scope and a language.
type commandKey struct{ scope, language string }

func newBotProfile(name string) botProfile {
	return botProfile{
		names: map[string]string{"": name}, descriptions: map[string]string{}, shorts: map[string]string{},
		commands: map[commandKey][]Command{}, menus: map[int64][]byte{},
	}
}

func (c *call) getMe() *refusal {
	w := &c.out
	w.b = append(w.b, '{')
	w.userMembers(&c.server.bot)
	w.bool("can_join_groups", true)
	w.bool("can_read_all_group_messages", c.server.options.ReadsGroups)
	w.bool("supports_inline_queries", false)
	w.bool("can_connect_to_business", false)
	w.bool("has_main_web_app", false)
	w.close()
	return nil
}

// language reads language_code: two letters, or none.
func (c *call) language() (string, *refusal) {
	code := c.str("language_code")
	ok := code == "" || len(code) == 2 && code[0] >= 'a' && code[0] <= 'z' && code[1] >= 'a' && code[1] <= 'z'
	if !ok {
		return "", bad("invalid language code specified")
	}
	return code, nil
}

// set puts one text of the profile; the empty one takes it away.
func (c *call) set(name string, limit int, into map[string]string) *refusal {
	language, no := c.language()
	if no != nil {
		return no
	}
	text := c.str(name)
	switch {
	case units(text) > limit:
		return bad("bot %s is too long", strings.ReplaceAll(name, "_", " "))
	case text != "":
		into[language] = text
	case name == "name" && language == "":
		return bad("BOT_TITLE_INVALID")
	default:
		delete(into, language)
	}
	c.server.change()
	return c.yes()
}

// get answers with one text of the profile.
func (c *call) get(name string, from map[string]string) *refusal {
	language, no := c.language()
	if no != nil {
		return no
	}
	text, ok := from[language]
	if !ok {
		text = from[""]
	}
	c.out.b = append(c.out.b, '{')
	c.out.str(name, text)
	c.out.close()
	return nil
}

func (c *call) setMyName() *refusal { return c.set("name", 64, c.server.profile.names) }
func (c *call) getMyName() *refusal { return c.get("name", c.server.profile.names) }

func (c *call) setMyDescription() *refusal {
	return c.set("description", 512, c.server.profile.descriptions)
}

func (c *call) getMyDescription() *refusal {
	return c.get("description", c.server.profile.descriptions)
}

func (c *call) setMyShortDescription() *refusal {
	return c.set("short_description", 120, c.server.profile.shorts)
}

func (c *call) getMyShortDescription() *refusal {
	return c.get("short_description", c.server.profile.shorts)
}

// commandKey reads scope and language.
func (c *call) commandKey() (commandKey, *refusal) {
	language, no := c.language()
	if no != nil {
		return commandKey{}, no
	}
	scope := commandScope{Type: "default"}
	if no := c.json("scope", "BotCommandScope", &scope); no != nil {
		return commandKey{}, no
	}
	name := scope.Type
	switch scope.Type {
	case "default", "all_private_chats", "all_group_chats", "all_chat_administrators":
		if len(scope.ChatID) > 0 || scope.UserID != 0 {
			return commandKey{}, bad("can't parse BotCommandScope: chat_id is not for scope %s", scope.Type)
		}
		return commandKey{name, language}, nil
	case "chat_member":
		if scope.UserID == 0 {
			return commandKey{}, bad("can't parse BotCommandScope: Invalid user_id specified")
		}
		name += ":" + strconv.FormatInt(scope.UserID, 10)
	case "chat", "chat_administrators":
	default:
		return commandKey{}, bad("can't parse BotCommandScope: Unsupported type specified")
	}
	id := chatNumber(scope.ChatID)
	if c.server.chats[id] == nil {
		return commandKey{}, bad("chat not found")
	}
	return commandKey{name + ":" + strconv.FormatInt(id, 10), language}, nil
}

func (c *call) setMyCommands() *refusal {
	var list []Command
	if no := c.json("commands", "commands", &list); no != nil {
		return no
	}
	if len(list) > 100 {
		return bad("BOT_COMMANDS_TOO_MUCH")
	}
	for i := range list {
		list[i].Command = strings.TrimPrefix(list[i].Command, "/")
		if no := list[i].check(); no != nil {
			return no
		}
	}
	key, no := c.commandKey()
	if no != nil {
		return no
	}
	c.server.profile.commands[key] = list
	c.server.change()
	return c.yes()
}

func (l Command) check() *refusal {
	small := wordLength(l.Command, func(r rune) bool { return asciiWord(r) && (r < 'A' || r > 'Z') })
	switch {
	case l.Command == "" || len(l.Command) > 32 || small != len(l.Command):
		return bad("BOT_COMMAND_INVALID")
	case strings.TrimSpace(l.Description) == "" || utf8.RuneCountInString(l.Description) > 256:
		return bad("BOT_COMMAND_DESCRIPTION_INVALID")
	}
	return nil
}

func (c *call) getMyCommands() *refusal {
	key, no := c.commandKey()
	if no != nil {
		return no
	}
	list := c.server.profile.commands[key]
	if list == nil {
		list = []Command{}
	}
	// The head of the answer ends with a colon, so no comma is set.
	c.out.value(list)
	return nil
}

func (c *call) deleteMyCommands() *refusal {
	key, no := c.commandKey()
	if no != nil {
		return no
	}
	delete(c.server.profile.commands, key)
	c.server.change()
	return c.yes()
}

// Commands are the commands that a person with this language, two letters,
// sees in a private chat: of the scope all_private_chats, else default; of the
// language, else without one.
func (s *Server) Commands(language string) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.commands(language, "all_private_chats", "default")
}

// Commands are the commands that the person sees in the chat they act in.
func (p *Person) Commands() []Command {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	language, _, _ := strings.Cut(p.profile.Language, "-")
	c := p.here()
	id, who := strconv.FormatInt(c.id, 10), strconv.FormatInt(p.account.id, 10)
	all := "all_private_chats"
	if c.kind != private {
		all = "all_group_chats"
	}
	return p.server.commands(language, "chat_member:"+who+":"+id, "chat:"+id, all, "default")
}

func (s *Server) commands(language string, scopes ...string) []Command {
	for _, scope := range scopes {
		for _, l := range [...]string{language, ""} {
			if list := s.profile.commands[commandKey{scope, l}]; len(list) > 0 {
				return slices.Clone(list)
			}
		}
	}
	return nil
}

// About is what the bot says of itself to a person with this language: its
// name, the text of an empty chat, the text of its profile.
func (s *Server) About(language string) (name, description, short string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	pick := func(from map[string]string) string { return orElse(from[language], from[""]) }
	return pick(s.profile.names), pick(s.profile.descriptions), pick(s.profile.shorts)
}

func (c *call) setChatMenuButton() *refusal {
	b := menuButton{Type: "default"}
	if no := c.json("menu_button", "menu button", &b); no != nil {
		return no
	}
	switch {
	case b.Type != "default" && b.Type != "commands" && b.Type != "web_app":
		return bad("can't parse menu button: MenuButton has unsupported type")
	case b.Type == "web_app" && (b.Text == "" || b.WebApp == nil || !strings.HasPrefix(b.WebApp.URL, "https://")):
		return bad("can't parse menu button: a web_app needs a text and an https address")
	}
	id := c.num("chat_id")
	if to := c.server.chats[id]; c.given("chat_id") && (to == nil || to.kind != private) {
		return bad("chat not found")
	}
	var w writer
	w.value(b)
	c.server.profile.menus[id] = w.b
	c.server.change()
	return c.yes()
}

func (c *call) getChatMenuButton() *refusal {
	menus := c.server.profile.menus
	for _, id := range [...]int64{c.num("chat_id"), 0} {
		if menu := menus[id]; menu != nil {
			c.out.b = append(c.out.b, menu...)
			return nil
		}
	}
	c.out.b = append(c.out.b, `{"type":"commands"}`...)
	return nil
}
