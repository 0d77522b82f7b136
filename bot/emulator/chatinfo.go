package emulator

import (
	"slices"
	"strconv"
)

func number(n int64) []byte { return strconv.AppendInt(nil, n, 10) }

func (c *call) getChat() *refusal {
	to, no := c.chat("chat_id")
	if no != nil {
		return no
	}
	if to.kind != private {
		if no := to.writable(); no != nil {
			return no
		}
	}
	w := &c.out
	w.b = append(w.b, '{')
	w.chatMembers(to)
	w.num("accent_color_id", 0)
	w.num("max_reaction_count", 11)
	w.raw("accepted_gift_types", []byte(`{"unlimited_gifts":false,"limited_gifts":false,"unique_gifts":false,"premium_subscription":false,"gifts_from_channels":false}`))
	if n := len(to.pinned); n > 0 {
		if m := to.shown(to.pinned[n-1]); m != nil {
			w.message("pinned_message", m, false)
		}
	}
	if to.kind != private {
		w.raw("permissions", []byte(`{"can_send_messages":true,"can_invite_users":true}`))
	}
	w.close()
	return nil
}

func (c *call) getChatMember() *refusal {
	to, no := c.target("chat_id")
	if no != nil {
		return no
	}
	id := c.num("user_id")
	s := c.server
	if id == s.bot.id {
		c.out.membership("", &s.bot, to.botStatus)
		return nil
	}
	p := s.people[id]
	switch {
	case p == nil || !p.known():
		return bad("PARTICIPANT_ID_INVALID")
	case to.kind == private && to.owner.account == p.account, to.has(p):
		c.out.membership("", p.account, member)
	default:
		c.out.membership("", p.account, left)
	}
	return nil
}

func (c *call) leaveChat() *refusal {
	to, no := c.target("chat_id")
	if no != nil {
		return no
	}
	if to.kind == private {
		return bad("chat member status can't be changed in private chats")
	}
	c.server.botBecomes(to, &c.server.bot, left)
	return c.yes()
}

// actions are what a bot can be shown to be doing.
var actions = [...]string{
	"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
	"choose_sticker", "find_location", "record_video_note", "upload_video_note",
}

func (c *call) sendChatAction() *refusal {
	to, no := c.target("chat_id")
	if no != nil {
		return no
	}
	if !slices.Contains(actions[:], c.str("action")) {
		return bad("wrong parameter action in request")
	}
	to.action, to.actionAt = c.str("action"), c.server.now()
	c.server.change()
	return c.yes()
}
