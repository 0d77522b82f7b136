package flow

// Reply is what a room answers outside of a conversation: what to say now, and
// perhaps a conversation to begin.
type Reply struct {
	Messages []Message
	Begin    string // the name of a flow; "" begins none
	Notes    []Note // what that conversation knows from the start
}

// Say is a reply of one message.
func Say(key string, args Args) Reply {
	return Reply{Messages: []Message{{Key: key, Args: args}}}
}
