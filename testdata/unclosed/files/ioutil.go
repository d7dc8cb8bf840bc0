package files

import (
	"io/ioutil"
	"os"
)

// Only the name is used.
func badOldTempFile(values []byte) (string, error) {
	f, err := ioutil.TempFile("", "values-*") // want "unclosed: f .*is never closed"
	if err != nil {
		return "", err
	}
	return f.Name(), os.WriteFile(f.Name(), values, 0o600)
}

func goodOldTempFile(values []byte) (string, error) {
	f, err := ioutil.TempFile("", "values-*")
	if err != nil {
		return "", err
	}
	if err := f.Close(); err != nil {
		return "", err
	}
	return f.Name(), os.WriteFile(f.Name(), values, 0o600)
}
