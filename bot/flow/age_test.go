package flow

import (
	"reflect"
	"testing"
)

func age(from, to int) Answer { return Answer{AgeFrom: from, AgeTo: to} }
func born(d Date) Answer      { return Answer{Date: &d} }

func TestReadBirth(t *testing.T) {
	for text, want := range map[string]Answer{
		"7":                    age(7, 7),
		"7 років":              age(7, 7),
		"7років":               age(7, 7),
		"7 лет":                age(7, 7),
		"7 years old":          age(7, 7),
		"7 lat":                age(7, 7),
		"7 р.":                 age(7, 7),
		"1 рік":                age(1, 1),
		"рік":                  age(1, 1),
		"3 годика":             age(3, 3),
		"2 lata":               age(2, 2),
		"6-8":                  age(6, 8),
		"8-6":                  age(6, 8),
		"6 – 8 років":          age(6, 8),
		"від 6 до 8":           age(6, 8),
		"6 или 8 лет":          age(6, 8),
		"6 to 8 years":         age(6, 8),
		"0-2":                  age(0, 2),
		"1,5 роки":             age(1, 1),
		"1.5 года":             age(1, 1),
		"1,5":                  age(1, 1),
		"півтора року":         age(1, 1),
		"полтора года":         age(1, 1),
		"приблизно 7 років":    age(7, 7),
		"около 7":              age(7, 7),
		"йому 7 років":         age(7, 7),
		"сім років":            age(7, 7),
		"п'ять років":          age(5, 5),
		"seven":                age(7, 7),
		"siedem lat":           age(7, 7),
		"7 років 3 місяці":     age(7, 7),
		"7 years and 3 months": age(7, 7),
		"30 місяців":           age(2, 2),
		"25 років":             age(25, 25),
		"8 місяців":            born(Date{Year: 2025, Month: 9, About: true}),
		"8 months":             born(Date{Year: 2025, Month: 9, About: true}),
		"8 мес.":               born(Date{Year: 2025, Month: 9, About: true}),
		"півроку":              born(Date{Year: 2025, Month: 11, About: true}),
		"3 тижні":              born(Date{Year: 2026, Month: 4, About: true}),
		"0":                    born(Date{Year: 2026, About: true}),
		"12.03.2015":           born(Date{Year: 2015, Month: 3, Day: 12}),
		"12 березня 2015":      born(Date{Year: 2015, Month: 3, Day: 12}),
		"березень 2015":        born(Date{Year: 2015, Month: 3}),
		"весна 2015":           born(Date{Year: 2015, Season: 2}),
		"2015":                 born(Date{Year: 2015}),
		"6-8-10":               born(Date{Year: 2010, Month: 8, Day: 6}),
		"2015 рік":             born(Date{Year: 2015}),
		"2015 год":             born(Date{Year: 2015}),
		"2000":                 born(Date{Year: 2000}),
		"20.05.2001":           born(Date{Year: 2001, Month: 5, Day: 20}),
	} {
		got, reason := ReadBirth(text, today())
		if want.Given() != (reason == "") || !reflect.DeepEqual(got, want) {
			t.Errorf("ReadBirth(%q) = %+v (%+v), %q; want %+v (%+v)", text, got, got.Date, reason, want, want.Date)
		}
	}
}

func TestReadBirthRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":              AgeUnread,
		"маленька":      AgeUnread,
		"12.03":         AgeUnread,
		"12 березня":    AgeUnread,
		"6/8":           AgeUnread,
		"-":             AgeUnread,
		"26":            AgeTooHigh,
		"26 років":      AgeTooHigh,
		"6-30":          AgeTooHigh,
		"1999":          AgeTooHigh,
		"20.05.2000":    AgeTooHigh,
		"1950":          AgeTooHigh,
		"12.03.1999":    AgeTooHigh,
		"1 травня 2027": DateFuture,
		"31.02.2015":    DateImpossible,
		"1850":          DateTooOld,
	} {
		if got, reason := ReadBirth(text, today()); reason != want {
			t.Errorf("ReadBirth(%q) = %+v, %q; want reason %q", text, got, reason, want)
		}
	}
}
