package conns

import (
	"context"
	"database/sql"
	"testing"
)

// What is registered with Cleanup runs after everything that the test itself does.
func badRegistered(ctx context.Context, t *testing.T, db *sql.DB) {
	conn, err := db.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		conn.Close()
		t.Fatal(err)
	}
	t.Cleanup(func() { tx.Rollback() })
	conn.Close() // want "cleanuporder: conn.Close waits for ever while tx .* is open"
}

func badRegisteredDeferred(ctx context.Context, t *testing.T, db *sql.DB) {
	conn, err := db.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close() // want "cleanuporder: conn.Close waits for ever while rows .* is open"
	rows, err := conn.QueryContext(ctx, "SELECT 1")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { rows.Close() })
	if !rows.Next() {
		t.Error(rows.Err())
	}
}

// The last registered runs first.
func badRegisteredBoth(ctx context.Context, t *testing.T, db *sql.DB) {
	conn, err := db.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		conn.Close()
		t.Fatal(err)
	}
	t.Cleanup(func() { tx.Rollback() })
	t.Cleanup(func() { conn.Close() }) // want "cleanuporder: conn.Close waits for ever while tx .* is open"
}

func goodRegisteredBoth(ctx context.Context, t *testing.T, db *sql.DB) {
	conn, err := db.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tx.Rollback() })
}

// The cleanup function comes second to a release of the test's own.
func goodRegisteredTwice(ctx context.Context, t *testing.T, db *sql.DB) {
	conn, err := db.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		conn.Close()
		t.Fatal(err)
	}
	t.Cleanup(func() { tx.Rollback() })
	if err := tx.Commit(); err != nil {
		t.Error(err)
	}
	conn.Close()
}

// What was read to its end is closed.
func goodRegisteredDrained(ctx context.Context, t *testing.T, db *sql.DB) {
	conn, err := db.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := conn.QueryContext(ctx, "SELECT 1")
	if err != nil {
		conn.Close()
		t.Fatal(err)
	}
	t.Cleanup(func() { rows.Close() })
	for rows.Next() {
		t.Log("a row")
	}
	if err := rows.Err(); err != nil {
		t.Error(err)
	}
	conn.Close()
}

func badRegisteredUnread(ctx context.Context, t *testing.T, db *sql.DB) {
	conn, err := db.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := conn.QueryContext(ctx, "SELECT 1")
	if err != nil {
		conn.Close()
		t.Fatal(err)
	}
	t.Cleanup(func() { rows.Close() })
	for rows.Next() {
		break
	}
	conn.Close() // want "cleanuporder: conn.Close waits for ever while rows .* is open"
}

// The transaction is of another connection than the one that is closed.
func goodOther(ctx context.Context, t *testing.T, db *sql.DB, other *sql.Conn) {
	conn, err := db.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tx.Rollback() })
	other.Close()
}
