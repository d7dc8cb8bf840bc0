// Package manual is the code of the rule's manual.
package manual

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
)

func badConn(t *testing.T, dsn string) {
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := conn.Close(t.Context()); err != nil { // want "cleanupctx: conn.Close is given a context that is done by then, and cannot finish: the context of a test is cancelled before its cleanup functions run"
			t.Error(err)
		}
	})
}

func goodConn(t *testing.T, dsn string) {
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := conn.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
}
