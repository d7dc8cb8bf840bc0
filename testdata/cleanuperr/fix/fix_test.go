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

// The variable has been set again before that, and stays what it is.
func badSetBefore(t *testing.T) {
	db, err := sql.Open("pgx", "one")
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	db, err = sql.Open("pgx", "two")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() // want "cleanuperr: the error of db.Close is dropped"
	if err := db.Ping(); err != nil {
		t.Fatal(err)
	}
}

// A function that runs later sets it.
func noFixSetInside(t *testing.T, open func() *sql.DB) {
	db := open()
	reopen := func() { db = open() }
	defer db.Close() // want "cleanuperr: the error of db.Close is dropped"
	reopen()
	if err := db.Ping(); err != nil {
		t.Fatal(err)
	}
}

// So does the next round of the loop.
func noFixSetInLoop(t *testing.T, dsns []string, open func(string) *sql.DB) {
	var db *sql.DB
	for _, dsn := range dsns {
		db = open(dsn)
		defer db.Close() // want "cleanuperr: the error of db.Close is dropped"
	}
}

type env struct{ db *sql.DB }

func badField(t *testing.T, e *env) {
	defer e.db.Close() // want "cleanuperr: the error of e.db.Close is dropped"
	if err := e.db.Ping(); err != nil {
		t.Fatal(err)
	}
}

// The obvious name is in use.
func badFieldTaken(t *testing.T, e *env, eDb string) {
	defer e.db.Close() // want "cleanuperr: the error of e.db.Close is dropped"
	if err := e.db.Ping(); err != nil {
		t.Fatal(eDb, err)
	}
}

type inline struct{ db sql.DB }

// A copy of the pool would be another one.
func noFixInline(t *testing.T, e *inline) {
	defer e.db.Close() // want "cleanuperr: the error of e.db.Close is dropped"
	if err := e.db.Ping(); err != nil {
		t.Fatal(err)
	}
}

func noFixJump(t *testing.T, e *env) {
	if testing.Short() {
		goto end
	}
	defer e.db.Close() // want "cleanuperr: the error of e.db.Close is dropped"
end:
	t.Log("ended")
}
