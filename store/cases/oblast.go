package cases

import "slices"

// Oblasts lists the 27 regions of Ukraine by their codes in ISO 3166-2:UA, in the
// alphabetical order of their Ukrainian names: 24 oblasts, the Autonomous Republic
// of Crimea (43), Kyiv (30) and Sevastopol (40). Their names are words of a
// language and live with the words.
func Oblasts() []string {
	return []string{
		"UA-43", // Autonomous Republic of Crimea
		"UA-05", // Vinnytsia
		"UA-07", // Volyn
		"UA-12", // Dnipropetrovsk
		"UA-14", // Donetsk
		"UA-18", // Zhytomyr
		"UA-21", // Zakarpattia
		"UA-23", // Zaporizhzhia
		"UA-26", // Ivano-Frankivsk
		"UA-30", // Kyiv, the city
		"UA-32", // Kyiv oblast
		"UA-35", // Kirovohrad
		"UA-09", // Luhansk
		"UA-46", // Lviv
		"UA-48", // Mykolaiv
		"UA-51", // Odesa
		"UA-53", // Poltava
		"UA-56", // Rivne
		"UA-40", // Sevastopol
		"UA-59", // Sumy
		"UA-61", // Ternopil
		"UA-63", // Kharkiv
		"UA-65", // Kherson
		"UA-68", // Khmelnytskyi
		"UA-71", // Cherkasy
		"UA-77", // Chernivtsi
		"UA-74", // Chernihiv
	}
}

// KnownOblast tells whether code is one of Oblasts.
func KnownOblast(code string) bool { return slices.Contains(Oblasts(), code) }
