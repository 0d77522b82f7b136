// Package store remembers everything: it is the only package with SQL. One SQL
// text and one migration folder serve SQLite and PostgreSQL.
//
// Everything happens in a transaction: DB.Update is all or nothing, DB.View cannot
// write. A public method of Tx is one act: it checks the rules of package cases,
// writes its rows, its line of history and its notices. What could name a person
// is sealed before it is written (package seal) and looked up by blind indexes;
// ids, stages and times are not. Start with Open and DB.Update.
//
// # Which SQL
//
// The texts keep to what SQLite, PostgreSQL and the engines that speak PostgreSQL's
// language over many machines (YugabyteDB, CockroachDB) all take, so that a house
// that outgrows one server need not change the program; TestPortable reads them all.
//
//   - Ids and times are made by the program: sequences are a bottleneck of a
//     distributed engine, and its clocks differ. No NOW(), SERIAL, RANDOM().
//   - What must be one is a unique constraint with ON CONFLICT: an update's id, a
//     notice's dedupe key, a person's chat.
//   - What must not happen at once is a row that is locked first: a person before
//     their turn, a lane before its count, the head of the history before a leaf,
//     a duty and a budget by the very UPDATE that changes them. READ COMMITTED is
//     enough then, and is what a distributed engine gives without aborting readers.
//     No advisory locks: YugabyteDB has had them for a short time only and
//     CockroachDB's do nothing. So a duty is a row with a token and a beat, and the
//     migrations take turns by a row too.
//   - Locks are taken in one order where a transaction needs several of a kind
//     (LockPeople); what is in another's way all the same (SQLSTATE 40001, 40P01)
//     runs again from its start: DB.Update does so, and its function changes nothing
//     outside of the store.
//   - No LISTEN and NOTIFY, which the distributed engines lack: a process looks.
//   - No JSON operators, no arrays, no functions in the engine: what is sealed
//     cannot be looked into anyway.
package store
