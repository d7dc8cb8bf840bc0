// Package manual is the code of the rule's manual.
package manual

import (
	"io"
	"os"
)

func badLoad(names []string) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // want "deferloop: f "
		if _, err := io.Copy(io.Discard, f); err != nil {
			return err
		}
	}
	return nil
}

func goodLoad(names []string) error {
	for _, name := range names {
		if err := load(name); err != nil {
			return err
		}
	}
	return nil
}

func load(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(io.Discard, f)
	return err
}
