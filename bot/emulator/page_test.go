package emulator

import (
	"testing"
)

func TestPage(t *testing.T) {
	in := browser(t)
	wide := screen{width: 1280, height: 800}
	t.Run("talk", func(t *testing.T) { talk(t, open(t, in, wide)) })
}

func talk(t *testing.T, st *stage) {
	st.sees(`chat('0-0').querySelector('.about').textContent === 'I repeat what you say.'`)
	st.shoot("empty")
	st.click(`button('0-0', 'START')`)
	st.sees(`text('0-0').includes('Is it you?') && chat('0-0').querySelector('.text strong').textContent === 'Is it you?'`)
	st.write("0-0", "Добрий день <b>not bold</b> & <img src=x onerror=alert(1)>\r")
	st.sees(`text('0-0').includes('You said: Добрий день <b>not bold</b> & <img src=x onerror=alert(1)>')`)
	st.click(`button('0-0', 'Yes')`)
	st.sees(`text('0-0').includes('You chose yes') && button('0-0', 'Back') && !button('0-0', 'No')`)
	st.shoot("talk")
}
