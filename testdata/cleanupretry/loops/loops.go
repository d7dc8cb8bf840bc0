// Package loops is about loops that try again.
package loops

import (
	"errors"
	"os"
	"time"
)

// The loop goes on to the next file.
func closeAll(paths []string) (err error) {
	for _, path := range paths {
		err = errors.Join(err, os.Remove(path+".db")) // want "cleanupretry: os.Remove of a database is tried once"
	}
	return err
}

// It goes on whatever happened.
func closeTwice(path string) {
	for range 2 {
		os.Remove(path + ".db") // want "cleanupretry: os.Remove of a database is tried once"
	}
}

func closeUntil(path string) error {
	for i := 0; ; i++ {
		err := os.Remove(path + ".db")
		if err == nil || i == 10 {
			return err
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func closeWhile(path string) (err error) {
	for range 10 {
		if err = os.Remove(path + ".db"); err == nil {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return err
}

func closeEach(paths []string) error {
	for _, path := range paths {
		var err error
		for range 3 {
			if err = os.Remove(path + ".db"); err == nil {
				break
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func closeUnless(path string) {
	deadline := time.Now().Add(time.Second)
	for os.Remove(path+".db") != nil && time.Now().Before(deadline) {
		time.Sleep(10 * time.Millisecond)
	}
}
