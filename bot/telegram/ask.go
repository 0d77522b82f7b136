package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
)

// ask makes one request with a body of JSON and gives the answer as it came. The calls
// that every turn makes go by it: the library writes a form with a part for each
// parameter, and reads the answer twice.
func (c *Client) ask(ctx context.Context, method string, params any) ([]byte, error) {
	asked, err := json.Marshal(params)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+"/bot"+c.token+"/"+method, bytes.NewReader(asked))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	resp, err := c.wire.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// show asks for a message to be sent and gives its id.
func (c *Client) show(ctx context.Context, method string, params any) (int, error) {
	var message struct {
		ID int `json:"message_id"`
	}
	if err := c.act(ctx, method, params, &message); err != nil {
		return 0, err
	}
	if message.ID == 0 {
		return 0, errBroken
	}
	return message.ID, nil
}

// act asks for something to be done and reads the result.
func (c *Client) act(ctx context.Context, method string, params, result any) error {
	body, err := c.ask(ctx, method, params)
	if err != nil {
		return err
	}
	frame := struct {
		OK     bool `json:"ok"`
		Result any  `json:"result"`
	}{Result: result}
	if err := json.Unmarshal(body, &frame); err != nil {
		return err
	}
	if !frame.OK {
		return errBroken
	}
	return nil
}
