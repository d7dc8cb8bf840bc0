// Package fix is about fixes.
package fix

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
)

func badConn(t *testing.T, conn *pgx.Conn) {
	t.Cleanup(func() {
		if err := conn.Close(t.Context()); err != nil { // want "cleanupctx: conn.Close is given a context"
			t.Error(err)
		}
	})
}

func badCancelled(conn *pgx.Conn) error {
	ctx, cancel := context.WithCancel(context.Background())
	if err := conn.Ping(ctx); err != nil {
		return err
	}
	cancel()
	defer func() {
		_ = conn.Close(ctx) // want "cleanupctx: conn.Close is given a context"
	}()
	return nil
}
