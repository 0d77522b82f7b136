package tip

import (
	"encoding/json"
	"fmt"

	"dodomu/bot/flow"
	"dodomu/store"
)

// Notice words a push to a volunteer: a question waits in what they told. It says
// nothing of it to somebody who reads the lock screen. false: no kind of this room.
func Notice(kind string, body []byte) (flow.Message, bool, error) {
	if kind != store.KindTipQuestion {
		return flow.Message{}, false, nil
	}
	var news store.TipNews
	if err := json.Unmarshal(body, &news); err != nil {
		return flow.Message{}, true, fmt.Errorf("read notice of a tip: %w", err)
	}
	open := button("tip.open.button", "t.open."+string(news.Tip))
	return flow.Message{Key: "notice.tip_question", Buttons: [][]flow.Button{row(open)}}, true, nil
}
