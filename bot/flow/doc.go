// Package flow is the conversation engine: a pure function from a state and an
// input to a new state and the messages to say.
//
// Words: a conversation waits at a step; an input wakes it; a turn gives the new
// state, messages, and perhaps the end. Steps are a list that can be read aloud:
// key, how to read the answer, may it be skipped, when it applies. Back, skip,
// edit, pause, cancel, help and the change of language belong to the engine and
// work at every step, by button, by command and by plain word. A refused answer is
// not an error: the same question comes again with the reason and an example.
//
// Use Flow.Check at start-up, Start for the first question, then for each input
// Flow.Hear (a text that is what a button says becomes that button) and Flow.Turn.
// After an accepted answer the first question without one is asked: that is how
// an edit returns to the summary, and how an answer that makes other steps apply
// has them asked too.
//
// Callback data is <id>.<turn>.<act>[.<argument>]. The turn number grows when the
// waiting question changes, so a press on an older keyboard is known and answered
// with the current question; acts within one question may come twice without harm.
//
// Questions are said as flow.lines, whose parts are worded one a line; an empty
// part is a blank line. EngineKeys lists what else is said.
//
// flow sends nothing, stores nothing, reads no clock and knows no language: a
// message is a key and values, worded elsewhere. Only the readers of dates, ages
// and numbers know words, of all four languages at once, because people write as
// they speak.
package flow
