package manual

import (
	"database/sql"
	"testing"
)

var db *sql.DB

func TestBadNames(t *testing.T) {
	var name string
	rows, err := db.Query("SELECT name FROM users")
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
	}
	rows.Close() // want "undeferred: rows \\(\\*sql.Rows\\) is not closed when the test fails before rows.Close: defer it, or register it with t.Cleanup"
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

func TestGoodNames(t *testing.T) {
	var name string
	rows, err := db.Query("SELECT name FROM users")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}
