// Package locales holds every sentence of the program, in every language, and
// nothing else does. A message elsewhere is a key and values; it becomes words
// here, in the reader's language, at the moment it is sent.
//
// The files active.<tag>.toml are read by go-i18n and compiled once by Load; the
// Catalog never changes after and may be used from anywhere at once. Keys are
// flat, area.step.role, quoted, each on its own line; a message that counts has
// the CLDR plural categories of its language as an inline table:
//
//	"area.step.role" = "Words with {{.name}}."
//	"area.files" = { description = "for the translator", one = "{{.count}} file", other = "{{.count}} files" }
//
// A message that ends in .short is the quiet form of the key without it. Start
// with Load, then Catalog.Printer and Printer.Say.
package locales
