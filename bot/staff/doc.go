// Package staff is what workers and supervisors do: one table of commands, reached
// from the private chat with the bot and from the command line alike.
//
// The rule: a command exists once, in table. Whoever types it, the same handler
// runs, the store vouches for the actor again, and the same line of history is
// written. Before anything that a family will read leaves, the worker sees how many
// people get it, in which languages, and the exact words; the act then carries the
// stage that was seen. A refusal is a sentence that says what to do next, never an
// error.
//
// Start with Do (a command or a button of the chat) and Type (the command line).
// Flows and Closer are the one small conversation that asks for a text, or for the
// word to send. Notice words what the store tells staff.
package staff
