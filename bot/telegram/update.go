package telegram

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/go-telegram/bot/models"
)

// Update is one thing that happened, as it came.
type Update struct {
	ID     int64          // 0 when it could not be read
	Raw    []byte         // what Telegram sent; sealed or forgotten, never logged
	Parsed *models.Update // nil when Err is set
	Err    error          // why it could not be decoded: [ErrUndecodable]
}

// ErrUndecodable: an update that is not what the Bot API describes. It is set
// aside; the next ones are not held up by it.
var ErrUndecodable = errors.New("update cannot be decoded")

// Decode reads one update. It never fails: what cannot be decoded comes back
// with Err, and with its id where that can be read.
func Decode(raw []byte) Update {
	u := Update{Raw: raw, Parsed: new(models.Update)}
	if err := json.Unmarshal(raw, u.Parsed); err != nil {
		return Update{ID: readID(raw), Raw: raw, Err: undecodable(err)}
	}
	u.ID = u.Parsed.ID
	if u.ID <= 0 {
		return Update{Raw: raw, Err: fmt.Errorf("%w: no update_id", ErrUndecodable)}
	}
	return u
}

// undecodable says where decoding stopped, never what stood there.
func undecodable(err error) error {
	var typ *json.UnmarshalTypeError
	if errors.As(err, &typ) {
		return fmt.Errorf("%w: field %q at byte %d", ErrUndecodable, typ.Field, typ.Offset)
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("%w: not JSON at byte %d", ErrUndecodable, syntax.Offset)
	}
	return ErrUndecodable
}

// readID finds update_id at the top level of an object that may break off
// later; 0 when there is none.
func readID(raw []byte) int64 {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return 0
	}
	var id int64
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return id
		}
		var value json.RawMessage
		if d.Decode(&value) != nil {
			return id
		}
		// The library's reader takes keys in any case and the last of several.
		if name, ok := key.(string); !ok || !strings.EqualFold(name, "update_id") {
			continue
		}
		if read, err := strconv.ParseInt(string(value), 10, 64); err == nil && read >= 0 {
			id = read
		}
	}
	return id
}
