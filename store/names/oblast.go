package names

import "strings"

// OblastOf gives the code (ISO 3166-2:UA, such as UA-65) of the region of Ukraine
// that a text names, in any of its names, languages and alphabets: «Херсонщина»,
// «Херсонская обл.», "Kherson". False where the text names none.
func OblastOf(text string) (code string, ok bool) {
	known := atlas().oblasts
	key := oblastKey(clean(text))
	if key == "" {
		return "", false
	}
	for name, of := range known {
		if of == key && strings.HasPrefix(name, "ua-") {
			return strings.ToUpper(name), true
		}
	}
	return "", false
}
