// Package initializers has its code in package variables alone.
package initializers

import (
	"io"
	"os"
)

// Commands are run by name.
var Commands = map[string]func(path string) error{
	"bad": func(path string) error {
		f, err := os.Open(path) // want "unclosed: f .*is never closed"
		if err != nil {
			return err
		}
		_, err = io.Copy(os.Stdout, f)
		return err
	},
	"good": func(path string) error {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		_, err = io.Copy(os.Stdout, f)
		return err
	},
}
