package fix

import (
	"database/sql"
	"testing"
)

func badTest(t *testing.T, db *sql.DB) {
	defer db.Close() // want "cleanuperr: the error of db.Close is dropped"
	if err := db.Ping(); err != nil {
		t.Fatal(err)
	}
}

func badHelper(tb testing.TB, db *sql.DB) {
	tb.Cleanup(func() {
		db.Close() // want "cleanuperr: the error of db.Close is dropped"
	})
}

func badOneLine(t *testing.T, db *sql.DB) {
	t.Cleanup(func() { db.Close() }) // want "cleanuperr: the error of db.Close is dropped"
}

func badDropped(t *testing.T, db *sql.DB) {
	defer db.Exec("DROP TABLE users") // want "cleanuperr: the error of db.Exec is dropped"
	t.Cleanup(func() {
		db.Exec("DROP TABLE groups") // want "cleanuperr: the error of db.Exec is dropped"
	})
	defer func() {
		_, _ = db.Exec("DROP TABLE roles") // ok: it is said that the error is of no interest
	}()
}

// The statement is another one by then.
func badLater(t *testing.T, db *sql.DB) {
	query := "DROP TABLE users"
	defer db.Exec(query) // want "cleanuperr: the error of db.Exec is dropped"
	query = "SELECT 1"
	if _, err := db.Exec(query); err != nil {
		t.Fatal(err)
	}
}
