package track_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"testing"

	"github.com/leakvet/leakvet/dbpool/track"
)

// OpenOn sees what is open on its own connection, and no statements.
func TestOpenOn(t *testing.T) {
	for mode, want := range map[track.Mode]string{
		track.Off:    "[] [] []",
		track.Count:  "[] [Tx Rows] []",
		track.Stacks: "[] [Tx Rows] []",
	} {
		_, db := open(t, mode)
		conn, other := leakConn(db), leakConn(db)
		rows := rowsIn(other)
		before := openOn(t, conn)

		stmt := must(conn.PrepareContext(t.Context(), "SELECT a FROM t"))
		tx := must(conn.BeginTx(context.Background(), nil))
		txRows := rowsIn(tx)
		during := openOn(t, conn)

		if err := errors.Join(txRows.Close(), tx.Rollback(), stmt.Close(), rows.Close(), other.Close()); err != nil {
			t.Error(err)
		}
		if got := fmt.Sprint(before, " ", during, " ", openOn(t, conn)); got != want {
			t.Errorf("mode %v: %s, want %s", mode, got, want)
		}
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
	}
}

func openOn(t *testing.T, conn *sql.Conn) (kinds []track.Kind) {
	t.Helper()
	err := conn.Raw(func(driverConn any) error {
		for _, h := range track.OpenOn(driverConn) {
			kinds = append(kinds, h.Kind)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return kinds
}
