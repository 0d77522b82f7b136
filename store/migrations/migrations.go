// Package migrations holds the schema as numbered steps, each applied once and
// never changed after: NNN_title.sql, for both engines. Only forward: a backup is
// the way back.
package migrations

import "embed"

// Files are the steps.
//
//go:embed *.sql
var Files embed.FS
