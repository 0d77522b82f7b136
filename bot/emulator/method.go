package emulator

import "strings"

// shape is what a parameter must look like.
type shape byte

const (
	textShape   shape = iota // String
	numberShape              // Integer
	boolShape                // Boolean
	chatShape                // Integer or String
	fileShape                // InputFile or String
	jsonShape                // anything that is an object or array
)

// param is one parameter of a method.
type param struct {
	name     string
	shape    shape
	required bool
}

// method is one method of the Bot API.
type method struct {
	name   string
	params []param
	run    func(*call) *refusal // writes the result to call.out
}

// declare reads a declaration like "chat_id:chat! text:text! disable:bool",
// where a parameter without a shape is a text and ! means required.
func declare(name, params string, run func(*call) *refusal) *method {
	m := &method{name: name, run: run}
	for _, field := range strings.Fields(params) {
		field, required := strings.CutSuffix(field, "!")
		name, as, _ := strings.Cut(field, ":")
		m.params = append(m.params, param{name, shapeNamed(as), required})
	}
	return m
}

func shapeNamed(name string) shape {
	switch name {
	case "num":
		return numberShape
	case "bool":
		return boolShape
	case "chat":
		return chatShape
	case "file":
		return fileShape
	case "json":
		return jsonShape
	}
	return textShape
}

func (m *method) index(name string) int {
	for i := range m.params {
		if m.params[i].name == name {
			return i
		}
	}
	return -1
}

// What many methods share.
const (
	toParams       = " chat_id:chat! message_thread_id:num direct_messages_topic_id:num"
	howParams      = " disable_notification:bool protect_content:bool allow_paid_broadcast:bool message_effect_id suggested_post_parameters:json reply_parameters:json reply_markup:json"
	sendParams     = " business_connection_id" + toParams + howParams
	captionParams  = " caption parse_mode caption_entities:json show_caption_above_media:bool"
	editParams     = " business_connection_id chat_id:chat message_id:num inline_message_id reply_markup:json"
	languageParam  = " language_code"
	messageParams  = " chat_id:chat! message_id:num!"
	rightfulParams = " business_connection_id chat_id:chat!"
)

// methodTable is every method that the emulator knows, by its name in small
// letters, as Telegram does not tell them apart.
func methodTable() map[string]*method {
	table := map[string]*method{}
	for _, list := range [][]*method{receivingMethods(), sendingMethods(), changingMethods(), profileMethods(), chatMethods()} {
		for _, m := range list {
			table[strings.ToLower(m.name)] = m
		}
	}
	return table
}

func receivingMethods() []*method {
	return []*method{
		declare("getMe", "", locked((*call).getMe)),
		declare("getUpdates", "offset:num limit:num timeout:num allowed_updates:json", (*call).getUpdates),
		declare("setWebhook", "url! certificate:file ip_address max_connections:num allowed_updates:json drop_pending_updates:bool secret_token", locked((*call).setWebhook)),
		declare("deleteWebhook", "drop_pending_updates:bool", locked((*call).deleteWebhook)),
		declare("getWebhookInfo", "", locked((*call).getWebhookInfo)),
		declare("getFile", "file_id!", locked((*call).getFile)),
		declare("answerCallbackQuery", "callback_query_id! text show_alert:bool url cache_time:num", locked((*call).answerCallbackQuery)),
	}
}

func sendingMethods() []*method {
	return []*method{
		declare("sendMessage", sendParams+" text! parse_mode entities:json link_preview_options:json", (*call).sendMessage),
		declare("sendPhoto", sendParams+captionParams+" photo:file! has_spoiler:bool", (*call).sendPhoto),
		declare("sendDocument", sendParams+" document:file! thumbnail:file caption parse_mode caption_entities:json disable_content_type_detection:bool", (*call).sendDocument),
		declare("sendMediaGroup", " business_connection_id"+toParams+" media:json! disable_notification:bool protect_content:bool allow_paid_broadcast:bool message_effect_id reply_parameters:json", (*call).sendMediaGroup),
		declare("copyMessage", toParams+howParams+captionParams+" from_chat_id:chat! message_id:num! video_start_timestamp:num", (*call).copyMessage),
		declare("copyMessages", toParams+" from_chat_id:chat! message_ids:json! disable_notification:bool protect_content:bool remove_caption:bool", (*call).copyMessages),
		declare("forwardMessage", toParams+" from_chat_id:chat! message_id:num! video_start_timestamp:num disable_notification:bool protect_content:bool message_effect_id suggested_post_parameters:json", (*call).forwardMessage),
		declare("sendChatAction", rightfulParams+" message_thread_id:num action!", locked((*call).sendChatAction)),
	}
}

func changingMethods() []*method {
	return []*method{
		declare("editMessageText", editParams+" text! parse_mode entities:json link_preview_options:json rich_message:json", (*call).editMessageText),
		declare("editMessageCaption", editParams+captionParams, (*call).editMessageCaption),
		declare("editMessageReplyMarkup", editParams, (*call).editMessageReplyMarkup),
		declare("editMessageMedia", editParams+" media:json!", (*call).editMessageMedia),
		declare("deleteMessage", messageParams, locked((*call).deleteMessage)),
		declare("deleteMessages", " chat_id:chat! message_ids:json!", locked((*call).deleteMessages)),
		declare("pinChatMessage", rightfulParams+" message_id:num! disable_notification:bool", locked((*call).pinChatMessage)),
		declare("unpinChatMessage", rightfulParams+" message_id:num", locked((*call).unpinChatMessage)),
	}
}

func profileMethods() []*method {
	const scoped = "scope:json language_code"
	return []*method{
		declare("setMyCommands", "commands:json! "+scoped, locked((*call).setMyCommands)),
		declare("getMyCommands", scoped, locked((*call).getMyCommands)),
		declare("deleteMyCommands", scoped, locked((*call).deleteMyCommands)),
		declare("setMyName", "name"+languageParam, locked((*call).setMyName)),
		declare("getMyName", languageParam, locked((*call).getMyName)),
		declare("setMyDescription", "description"+languageParam, locked((*call).setMyDescription)),
		declare("getMyDescription", languageParam, locked((*call).getMyDescription)),
		declare("setMyShortDescription", "short_description"+languageParam, locked((*call).setMyShortDescription)),
		declare("getMyShortDescription", languageParam, locked((*call).getMyShortDescription)),
		declare("setChatMenuButton", "chat_id:num menu_button:json", locked((*call).setChatMenuButton)),
		declare("getChatMenuButton", "chat_id:num", locked((*call).getChatMenuButton)),
	}
}

func chatMethods() []*method {
	return []*method{
		declare("getChat", "chat_id:chat!", locked((*call).getChat)),
		declare("getChatMember", "chat_id:chat! user_id:num!", locked((*call).getChatMember)),
		declare("leaveChat", "chat_id:chat!", locked((*call).leaveChat)),
	}
}

// locked is for methods that do nothing slow: they run wholly under the lock.
func locked(run func(*call) *refusal) func(*call) *refusal {
	return func(c *call) *refusal {
		c.server.mu.Lock()
		defer c.server.mu.Unlock()
		return run(c)
	}
}
