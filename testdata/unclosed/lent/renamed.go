package lent

import (
	"os"

	"example.com/cases/unclosed/lent/cache"
)

// Mirror is a type of this package's with the methods of another's.
type Mirror cache.Cache

func mirrored(m Mirror, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return m.Put(name, f)
}

func mirroredOpen(m Mirror, name string) error {
	f, err := os.Open(name) // want "unclosed: f \\(\\*os.File\\) is never closed"
	if err != nil {
		return err
	}
	return m.Put(name, f)
}
