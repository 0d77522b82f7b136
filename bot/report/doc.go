// Package report is the conversation in which a family reports a child, and the
// act that ends it.
//
// The rule: every question stands below as a step, in the order it is asked, and
// has its words in the catalogue under report.<step>. Safety comes before all
// else. Nothing but safety, relation, consent and one name is required; where a
// parent may not know, "I do not know" is an answer.
//
// Start with Opening (the honest words before the first question), Flow (the
// questions) and Commit (the closing act). Sheet turns answers into a report.
package report
