// Package helpers is about functions that call a func argument, in another package.
package helpers

import (
	"os"

	"example.com/cases/cleanupretry/helpers/again"
)

func closeOnce(path string) error {
	return again.Once(func() error {
		return os.Remove(path + ".db") // want "cleanupretry: os.Remove of a database is tried once"
	})
}

func closeTried(path string) error {
	return again.Try(func() error { return os.Remove(path + ".db") })
}

func closeNamed(path string) error {
	return again.Named("remove", func() error { return os.Remove(path + ".db") })
}

func closeNested(path string) error {
	return again.Try(func() error {
		return again.Once(func() error { return os.Remove(path + ".db") })
	})
}

// Nobody knows what it does.
func closeBy(path string, do func(func() error) error) error {
	return do(func() error { return os.Remove(path + ".db") })
}

func goodDeferred(path string) {
	defer func() {
		if err := again.Try(func() error { return os.Remove(path + ".db") }); err != nil {
			panic(err)
		}
	}()
}

type patience interface {
	RetryFor(seconds int, f func() error) error
}

// Its name tells.
func closePatiently(p patience, path string) error {
	return p.RetryFor(10, func() error { return os.Remove(path + ".db") })
}
