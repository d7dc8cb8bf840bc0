package tests

import (
	"context"
	"database/sql"
	"testing"

	"github.com/jackc/pgx/v5"
)

var db *sql.DB

// The test wants to see that others do not see what is not committed.
func TestGoodIsolation(t *testing.T) {
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := tx.Exec("INSERT INTO jobs VALUES (1)"); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := db.QueryRow("SELECT count(*) FROM jobs").Scan(&n); err != nil {
		t.Fatal(err)
	}
	if n != 0 {
		t.Errorf("%d rows", n)
	}
}

// The driver fails, whatever the test wants to see.
func TestBadRowsOfTx(t *testing.T) {
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	rows, err := tx.Query("SELECT id FROM jobs")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		if _, err := tx.Exec("UPDATE jobs SET seen = 1"); err != nil { // want "poolnest: tx.Exec finds the connection busy while rows is open"
			t.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil {
		t.Error(err)
	}
}

func TestBadRowsOfPgxTx(t *testing.T) {
	ctx := t.Context()
	conn, err := pgx.Connect(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	checkSeen(t, conn)
}

func checkSeen(t *testing.T, conn *pgx.Conn) {
	t.Helper()
	rows, err := conn.Query(t.Context(), "SELECT id FROM jobs")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		if _, err := conn.Exec(t.Context(), "UPDATE jobs SET seen = 1"); err != nil { // want "poolnest: conn.Exec fails with .conn busy.: rows is open"
			t.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil {
		t.Error(err)
	}
}

func TestGoodClosedRows(t *testing.T) {
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	rows, err := tx.Query("SELECT id FROM jobs")
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
	}
	if err := rows.Err(); err != nil {
		t.Error(err)
	}
	if _, err := tx.Exec("UPDATE jobs SET seen = 1"); err != nil {
		t.Fatal(err)
	}
}
