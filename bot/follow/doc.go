// Package follow is the family's side of a case: my cases, one case, adding to a
// report, answering a question, inviting a relative, joining, consents, leaving,
// and withdrawing and erasing.
//
// The rule: every act reads the case anew as the person who asks, so a forged or
// old button shows nothing; and a number that is unknown, somebody else's or erased
// gets one and the same answer. Nothing a person writes is sent to a case before
// they confirmed it.
//
// Start with Cases (the list), Press (every button, whose data is
// f.<act>.<number>[.<argument>]), Unasked (what a person says when no question
// waits) and Join (an invitation). Flows are the conversations, Closer the acts that
// end them, Notice the words of a push.
package follow
