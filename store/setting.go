package store

// Setting reads a small setting of the program; nil where it is unset. Settings
// hold nothing personal.
func (tx *Tx) Setting(name string) ([]byte, error) {
	var value []byte
	_, err := tx.one("SELECT value FROM settings WHERE name = $1", []any{name}, &value)
	return value, err
}

// SetSetting keeps a small setting of the program.
func (tx *Tx) SetSetting(name string, value []byte) error {
	_, err := tx.exec(`INSERT INTO settings (name, value) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
	return err
}
