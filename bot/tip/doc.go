// Package tip is what somebody who saw or heard something does with the bot: the
// conversation in which they tell it, the act that ends it, and the way back to what
// they told.
//
// The rule: whoever tells something learns nothing by it. A link from a poster begins
// the same conversation in the same words, whatever its code is; a receipt and a number
// that do not work get one answer, for whatever reason; and what staff made of a tip
// has no words here. Nothing a person gives is lost: what comes at the wrong moment is
// kept with the story.
//
// An anonymous tip holds nothing of its sender. What leads to them while it is sent is
// the store's to forget: the conversation with the submission, the receipt's row of the
// outbox with its sending (store.KindOnce), the person once they have been silent.
//
// Start with Begin (/tip and links), Flows and Closer (the conversations), Press (every
// button, whose data is t.<act>[.<number>]) and Notice (the words of a push). Sheet
// turns answers into a tip.
package tip
