// Package taken has another function of the name.
package taken

import (
	"os"
	"testing"
)

func badTaken(t *testing.T) {
	defer os.Remove("state.db") // want "cleanupretry: os.Remove of a database" "cleanuperr: the error of os.Remove is dropped"
}

func retryCleanup(path string, times int) error {
	for range times {
		if err := os.Remove(path); err == nil {
			return nil
		}
	}
	return os.Remove(path)
}
