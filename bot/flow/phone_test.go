package flow

import "testing"

func TestReadPhone(t *testing.T) {
	for text, want := range map[string]string{
		"050 123 45 67":          "+380501234567",
		"0501234567":             "+380501234567",
		"(050) 123-45-67":        "+380501234567",
		"80501234567":            "+380501234567",
		"380501234567":           "+380501234567",
		"+380 50 123 45 67":      "+380501234567",
		"00380501234567":         "+380501234567",
		"tel:+380501234567":      "+380501234567",
		"tel:+48600100200;ext=1": "+48600100200",
		"+48 600 100 200":        "+48600100200",
		"48600100200":            "+48600100200",
		"+7 (912) 345-67-89":     "+79123456789",
		"8 912 345 67 89":        "+79123456789",
		"79123456789":            "+79123456789",
		"+375 29 123 45 67":      "+375291234567",
		"+44 (0)20 7946 0018":    "+442079460018",
		"+1 202 555 0114":        "+12025550114",
		"+49 30 123456":          "+4930123456",
		"\u200e+380501234567":    "+380501234567",
	} {
		if got, reason := ReadPhone(text); got != want || reason != "" {
			t.Errorf("ReadPhone(%q) = %q, %q; want %q", text, got, reason, want)
		}
	}
}

func TestReadPhoneRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                     PhoneUnread,
		"немає":                PhoneUnread,
		"050 123 45 67 Оля":    PhoneUnread,
		"+":                    PhoneUnread,
		"050+1234567":          PhoneUnread,
		"600100200":            PhoneUnread,
		"+0501234567":          PhoneUnread,
		"٠٥٠١٢٣٤٥٦٧":           PhoneUnread,
		"123":                  PhoneLength,
		"050123456":            PhoneUnread,
		"+38050123456":         PhoneLength,
		"+380050123456":        PhoneLength,
		"+7912345678":          PhoneLength,
		"12345678901234567890": PhoneLength,
	} {
		if got, reason := ReadPhone(text); reason != want {
			t.Errorf("ReadPhone(%q) = %q, %q; want reason %q", text, got, reason, want)
		}
	}
}
