// Package known has the function already.
package known

import (
	"errors"
	"os"
	"testing"
	"time"
)

func badKnown(t *testing.T) {
	defer os.Remove("state.db") // want "cleanupretry: os.Remove of a database" "cleanuperr: the error of os.Remove is dropped"
}

func goodKnown(t *testing.T) {
	defer retryCleanup(t, func() error { return os.Remove("state.db") })
}

func retryCleanup(t testing.TB, f func() error) {
	t.Helper()
	for wait := 10 * time.Millisecond; ; wait *= 2 {
		err := f()
		if err == nil || errors.Is(err, os.ErrNotExist) {
			return
		}
		if wait > time.Second {
			t.Error(err)
			return
		}
		t.Logf("%v: trying again in %v", err, wait)
		time.Sleep(wait)
	}
}
