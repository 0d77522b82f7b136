// Package bot is the turn: updates come in, one transaction is made, the answers
// go to the outbox. It joins the rooms below it and decides nothing that belongs
// to one of them.
//
// An update is acknowledged only after the transaction that used it has
// committed, and its id is recorded inside, so that a repeat is harmless. Nothing
// is sent inside a turn and no network is asked. Start with New, then Bot.Run; or
// call Bot.Turn by hand, as the tests do.
package bot
