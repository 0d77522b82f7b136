package follow

import (
	"fmt"

	"dodomu/bot/flow"
	"dodomu/store"
)

// Closer gives the act that ends a conversation of this room, inside the turn's
// transaction. What the store refuses is said kindly; an error is one of the store
// itself.
func Closer(name string) func(tx *store.Tx, who store.Person, a flow.Answers) (flow.Reply, error) {
	end := closerNamed(name)
	return func(tx *store.Tx, who store.Person, a flow.Answers) (flow.Reply, error) {
		if end == nil {
			return flow.Reply{}, fmt.Errorf("close %s: no such conversation here", name)
		}
		return kindly(end(tx, who, a))
	}
}

func closerNamed(name string) func(tx *store.Tx, who store.Person, a flow.Answers) (flow.Reply, error) {
	switch name {
	case nameAdd:
		return closeAdd
	case nameAnswer:
		return closeAnswer
	case nameJoin:
		return closeJoin
	case nameLeave:
		return closeLeave
	case nameErase:
		return closeErase
	}
	return nil
}
