package names

import (
	"encoding/json"
	"errors"
	"testing"
)

func TestWeightsAreWrittenAndReadBack(t *testing.T) {
	want := DefaultWeights()
	want.Trust, want.Absent, want.Likely[DaySwapped] = 0.9, -3.5, 0.25
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got Weights
	if err := json.Unmarshal(text, &got); err != nil || got != want {
		t.Errorf("read back %+v, %v", got, err)
	}
	if err := json.Unmarshal([]byte(`{"trust":0.9,"absent":-3.5,"likely":{"birth_day":{"day_month_swapped":0.25}}}`), &got); err != nil || got != want {
		t.Errorf("what is left out is not as by default: %v", err)
	}
	if len(groupNames) != len(groups) {
		t.Errorf("%d groups have %d names", len(groups), len(groupNames))
	}
}

func TestBadWeightsAreRefused(t *testing.T) {
	for _, text := range []string{`[]`, `{"trust":0}`, `{"trust":9}`, `{"absent":-1000}`, `{"likely":{"nose":{"same":1}}}`,
		`{"likely":{"surname":{"sama":1}}}`, `{"likely":{"surname":{"same":0}}}`, `{"likely":{"surname":{"same":-1}}}`,
		`{"likely":{"surname":{"same":2}}}`, `{"likely":{"surname":{"same":"x"}}}`} {
		got := DefaultWeights()
		if err := json.Unmarshal([]byte(text), &got); err == nil || text != `[]` && !errors.Is(err, ErrWeights) || got != DefaultWeights() {
			t.Errorf("%s was read: %v", text, err)
		}
	}
}
