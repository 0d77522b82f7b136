// Package telegram is the wire: it knows the Bot API and nothing of us.
//
// Its rule: an update is acknowledged only after the handler that was given it
// has returned nil, and every answer of Telegram is told apart by what may be
// done next. Start with [New], check the token with [Client.Me], receive with
// [Client.Poll] or [Webhook], send with the Send methods and ask [OutcomeOf]
// about the error they return.
//
// Messages and their types come from github.com/go-telegram/bot, and so does
// sending. Receiving is our own, because the library's poller and its webhook
// handler acknowledge an update before it has been handled.
//
// Neither errors nor logs of this package ever hold the token, a file link,
// a payload or words that a person wrote.
package telegram
