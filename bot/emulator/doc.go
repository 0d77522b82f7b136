// Package emulator is a small Telegram in one process: a strict Bot API server
// on one side, people who write, press and read on the other.
//
// Start with [New], mount [Server.Handler] where the bot looks for Telegram,
// make people with [Server.Person] and act as them: [Person.Say],
// [Person.Press], [Person.SendPhoto]. What a person sees is
// [Person.Messages] and [Person.Keyboard]; [Server.Wait] waits for a change
// without sleeping. [Server.Fault] makes the wire misbehave; [Server.Control]
// offers all of this over HTTP to a test in another process.
//
// The rule: it refuses whatever Telegram refuses, and also what Telegram lets
// pass in silence though it cannot be meant: an unknown parameter, a boolean
// that is a word. It knows nothing of the bot that talks to it, makes no
// request of its own but to a webhook, and keeps everything in memory.
package emulator
