// Package fix is about fixes.
package fix

import (
	"context"
	"os"
	"testing"

	"github.com/leakvet/leakvet/dbpool/retry"
)

func badFile(t *testing.T) {
	t.Cleanup(func() {
		if err := os.Remove("state.db"); err != nil { // want "cleanupretry: os.Remove of a database"
			t.Error(err)
		}
	})
}

func goodFile(t *testing.T) {
	t.Cleanup(func() {
		err := retry.Do(context.Background(), "remove", retry.Removal(), func(context.Context) error { return os.Remove("state.db") })
		if err != nil {
			t.Error(err)
		}
	})
}
