// Package oncevalue has releases that are wrapped to run once.
package oncevalue

import (
	"fmt"
	"os"
	"sync"
)

type reading struct {
	station string
	celsius float64
}

// The closing function is made and runs on the last way out only.
func badOnceByHand(path string, rs []reading) error {
	f, err := os.Create(path) // want "unclosed: f .*is not closed"
	if err != nil {
		return err
	}
	closeOnce := sync.OnceValue(f.Close)
	for _, r := range rs {
		if _, err := fmt.Fprintln(f, r.station, r.celsius); err != nil {
			return err
		}
	}
	return closeOnce()
}
