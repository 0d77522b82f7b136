// Package flow is the conversation engine: a pure function from a state and an
// input to a new state and the messages to say.
//
// Words: a conversation waits at a step; an input wakes it; a turn gives the new
// state, messages, and perhaps the end. Steps are a list that can be read aloud:
// key, how to read the answer, may it be skipped, when it applies. Back, skip,
// edit, pause, cancel, help and the change of language belong to the engine and
// work at every step. A refused answer is not an error: the same question comes
// again with the reason and an example.
//
// flow sends nothing, stores nothing, reads no clock and knows no language: a
// message is a key and values, worded elsewhere. Start with Flow and Turn.
package flow
