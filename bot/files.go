package bot

import (
	"fmt"

	"dodomu/bot/flow"
	"dodomu/store"
)

// withFiles records the files that came with an answer; they are fetched after
// the commit by a worker of their own.
func (t *turn) withFiles(in flow.Input) (flow.Input, error) {
	all := append([]arrival{t.at}, t.at.parts...)
	for _, a := range all {
		if a.file == nil {
			continue
		}
		id, err := t.tx.PendingFile(t.who.ID, store.FileRef{Telegram: a.file.id, Unique: a.file.unique,
			Name: a.file.name, Mime: a.file.mime, Size: a.file.size, Document: a.file.document})
		if err != nil {
			return in, fmt.Errorf("record file: %w", err)
		}
		in.Files = append(in.Files, flow.File{ID: int64(id), Document: a.file.document})
	}
	return in, nil
}
