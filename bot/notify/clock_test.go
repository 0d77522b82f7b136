package notify

import (
	"context"
	"testing"
	"time"

	"dodomu/store"
	"dodomu/store/storetest"
)

// TestClockOfTheStore holds that a sender goes by the clock its leases are told by,
// where it is given none: by the machine's they would be over before they began.
func TestClockOfTheStore(t *testing.T) {
	then := time.Date(2001, 3, 2, 10, 0, 0, 0, time.UTC)
	db, err := store.Open(context.Background(), "sqlite::memory:", storetest.Keys(t), store.WithNow(func() time.Time { return then }))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if now := New(db, nil, Options{}).o.Now(); !now.Equal(then) {
		t.Errorf("the sender's clock says %v, the store's %v", now, then)
	}
}
