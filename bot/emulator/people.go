package emulator

// Profile is who a person is.
type Profile struct {
	ID        int64
	FirstName string
	LastName  string
	Username  string
	Language  string   // IETF tag, sent as language_code; "" sends none
	Phone     string   // sent by a key that asks for the contact; "" makes one from ID
	Place     Location // sent by a key that asks for the place; zero is Kyiv
}

// Person acts as one person in one chat: their private chat with the bot, or
// a group after [Person.In].
type Person struct {
	server  *Server
	profile Profile
	account account
	chat    *chat // where they act
	home    *chat // their private chat
}

// Person makes a person, or returns the one with this ID. The id of the private
// chat is the person's. A bot cannot write to a person who never wrote to it.
func (s *Server) Person(p Profile) *Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	if known := s.people[p.ID]; known != nil {
		return known
	}
	a := account{id: p.ID, first: p.FirstName, last: p.LastName, username: p.Username, language: p.Language}
	home := &chat{id: p.ID, kind: private, owner: &a, botStatus: member}
	person := &Person{server: s, profile: p, account: a, chat: home, home: home}
	s.chats[p.ID] = home
	s.people[p.ID] = person
	return person
}

// People are all persons, in the order of their ids.
func (s *Server) People() []*Person { return nil }

// Profile is who the person is.
func (p *Person) Profile() Profile { return p.profile }

// Chat is the id of the chat the person acts in.
func (p *Person) Chat() int64 { return p.chat.id }

// In is the same person speaking in a group. They join it if they are no
// member yet.
func (p *Person) In(g *Group) *Person { return p }

// Say sends words and returns the message id. Commands, mentions, links and
// hashtags get their entities. Whoever has blocked the bot unblocks it by
// writing, as Telegram's own "restart" does.
func (p *Person) Say(text string) int { return 0 }

// Reply answers a message of the chat with words.
func (p *Person) Reply(to int, text string) int { return 0 }

// Start opens the chat by a link t.me/bot?start=payload: it sends
// "/start payload", or "/start" for payload "".
func (p *Person) Start(payload string) int { return 0 }

// Press presses the inline button with this callback_data under a message and
// returns the id of the callback query; an error if no such button is shown.
func (p *Person) Press(message int, data string) (string, error) { return "", nil }

// ForgePress presses a button that is not there: another client can send what
// it likes. It returns the id of the callback query.
func (p *Person) ForgePress(message int, data string) string { return "" }

// Tap taps the key with this text on the reply keyboard: it sends the text, or
// the contact or place that the key asks for. An error if no such key is shown.
func (p *Person) Tap(text string) (int, error) { return 0, nil }

// SendPhoto sends a picture as a photo: it is re-encoded without metadata, at
// most 1280 pixels wide or high. Bytes that are no picture are passed on as
// they are.
func (p *Person) SendPhoto(file []byte, caption string) int { return 0 }

// SendAlbum sends pictures as one album: separate messages with one
// media_group_id, the caption on the first.
func (p *Person) SendAlbum(files [][]byte, caption string) []int { return nil }

// SendDocument sends a file as it is.
func (p *Person) SendDocument(name, mime string, file []byte, caption string) int { return 0 }

// SendHugeDocument sends a file of so many bytes without having them. Over
// 20 MB the bot cannot fetch it.
func (p *Person) SendHugeDocument(name, mime string, size int64) int { return 0 }

// SendVoice sends a voice message of so many seconds.
func (p *Person) SendVoice(seconds int) int { return 0 }

// SendSticker sends a sticker that stands for an emoji.
func (p *Person) SendSticker(emoji string) int { return 0 }

// SendContact shares a contact, the person's own or another's.
func (p *Person) SendContact(c Contact) int { return 0 }

// SendLocation shares a place.
func (p *Person) SendLocation(lat, lon float64) int { return 0 }

// Forward sends words that somebody else, a hidden user, wrote first.
func (p *Person) Forward(from, text string) int { return 0 }

// Edit gives an own message other words or another caption. An error if it is
// not there or not theirs.
func (p *Person) Edit(message int, text string) error { return nil }

// Delete removes a message from the chat, for both sides. A bot hears nothing
// of it. An error if it is not there.
func (p *Person) Delete(message int) error { return nil }

// Block blocks the bot; it is told by my_chat_member.
func (p *Person) Block() {}

// Unblock allows the bot again; it is told by my_chat_member.
func (p *Person) Unblock() {}

// Deactivate deletes the person's account: the bot is refused with 403.
func (p *Person) Deactivate() {}

// Messages is the chat as the person sees it now, oldest first, without what
// was deleted.
func (p *Person) Messages() []Message { return nil }

// History is [Person.Messages] with what was deleted.
func (p *Person) History() []Message { return nil }

// Keyboard is the reply keyboard shown now; nil if there is none.
func (p *Person) Keyboard() *ReplyKeyboard { return nil }

// Toasts are the answers to the person's presses that said something, oldest
// first; the last hundred.
func (p *Person) Toasts() []Toast { return nil }

// Answered tells whether the bot has answered a press, so that the button
// shows no waiting sign any more.
func (p *Person) Answered(press string) bool { return false }

// Pushes are what a person's lock screen showed, oldest first; the last
// hundred.
func (s *Server) Pushes(p *Person) []Push { return nil }
