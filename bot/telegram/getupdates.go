package telegram

import (
	"context"
	"encoding/json"
	"time"
)

// slack is what an answer may take beyond the wait that was asked for.
const slack = 10 * time.Second

// question is the body of getUpdates. An offset of 0 is left out: Telegram
// then starts with the earliest update that is not acknowledged.
type question struct {
	Offset  int64    `json:"offset,omitempty"`
	Limit   int      `json:"limit"`
	Timeout int      `json:"timeout"`
	Allowed []string `json:"allowed_updates"`
}

// getUpdates asks once. Every update is decoded by itself, so that one which
// cannot be does not spoil the others.
func (c *Client) getUpdates(ctx context.Context, q question) ([]Update, error) {
	ctx, end := begin(ctx, "getUpdates", time.Duration(q.Timeout)*time.Second+slack)
	defer end()
	body, err := c.ask(ctx, "getUpdates", q)
	if err != nil {
		return nil, settle(ctx, err)
	}
	updates, err := decodeAnswer(body)
	return updates, settle(ctx, err)
}

// decodeAnswer reads the frame around updates, then each of them.
func decodeAnswer(body []byte) ([]Update, error) {
	var frame struct {
		OK     bool              `json:"ok"`
		Result []json.RawMessage `json:"result"`
	}
	if err := json.Unmarshal(body, &frame); err != nil {
		return nil, err
	}
	if !frame.OK {
		return nil, errBroken
	}
	updates := make([]Update, len(frame.Result))
	for i, raw := range frame.Result {
		updates[i] = Decode(raw)
	}
	return updates, nil
}
