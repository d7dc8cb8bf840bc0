package fix

import (
	"testing"

	"github.com/jackc/pgx/v5"
)

// The file does not import what the fix needs.
func badImport(t *testing.T, conn *pgx.Conn) {
	t.Cleanup(func() {
		if err := conn.Close(t.Context()); err != nil { // want "cleanupctx: conn.Close is given a context"
			t.Error(err)
		}
	})
}

// The name of the package means something else here.
func badName(t *testing.T, conn *pgx.Conn, context string) {
	t.Cleanup(func() {
		if err := conn.Close(t.Context()); err != nil { // want "cleanupctx: conn.Close is given a context"
			t.Error(context, err)
		}
	})
}
