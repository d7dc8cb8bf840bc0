package cross

import (
	"database/sql"
	"testing"

	"example.com/cases/undeferred/cross/lib"
)

func TestBadHelper(t *testing.T) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	lib.MustExec(t, db, "CREATE TABLE jobs (id INTEGER)")
	db.Close() // want "undeferred: db "
}

func TestBadHelperOfHelper(t *testing.T) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	lib.MustExecTwice(t, db, "INSERT INTO jobs VALUES (1)")
	if err := db.Close(); err != nil { // want "undeferred: db "
		t.Error(err)
	}
}

func TestGoodHelper(t *testing.T) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	lib.Exec(t, db, "CREATE TABLE jobs (id INTEGER)")
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}

func TestGoodDeferred(t *testing.T) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	lib.MustExec(t, db, "CREATE TABLE jobs (id INTEGER)")
}
