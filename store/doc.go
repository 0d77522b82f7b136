// Package store remembers everything: it is the only package with SQL. One SQL
// text and one migration folder serve SQLite and PostgreSQL.
//
// Everything happens in a transaction: DB.Update is all or nothing, DB.View cannot
// write. A public method of Tx is one act: it checks the rules of package cases,
// writes its rows, its line of history and its notices. What could name a person
// is sealed before it is written (package seal) and looked up by blind indexes;
// ids, stages and times are not. Start with Open and DB.Update.
package store
