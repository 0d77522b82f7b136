package flow

import "strings"

// isCommand tells whether a text is a command of Telegram: /word, nothing a
// person would give as an answer.
func isCommand(text string) bool {
	word, _, _ := strings.Cut(strings.TrimSpace(text), " ")
	if len(word) < 2 || len(word) > 64 || word[0] != '/' {
		return false
	}
	for _, c := range []byte(word[1:]) {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_' && c != '@' {
			return false
		}
	}
	return true
}

// command does the act a command names.
func (t *turn) command(text string) {
	word, arg, _ := strings.Cut(strings.TrimSpace(text), " ")
	word, _, _ = strings.Cut(strings.ToLower(word), "@")
	op := commandOp(word)
	if op == "" || !t.act(op, strings.TrimSpace(arg)) {
		t.tell("flow.refused.command")
		t.ask()
	}
}

// commandOp gives the act of a command, "" where the engine has none.
func commandOp(command string) string {
	switch command {
	case "/back", "/skip", "/pause", "/help":
		return command[1:]
	case "/cancel", "/stop":
		return "stop"
	case "/language":
		return "lang"
	}
	return ""
}

// Command tells whether the engine has an act for a command, given without its
// slash: inside a conversation such a command is the engine's.
func Command(name string) bool { return commandOp("/"+name) != "" }
