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
