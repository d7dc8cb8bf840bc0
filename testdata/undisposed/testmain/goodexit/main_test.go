package goodexit

import (
	"database/sql"
	"log"
	"os"
	"testing"
)

// The pool is closed between the tests and the exit.
func TestMain(m *testing.M) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		log.Fatal(err)
	}
	code := m.Run()
	if err := db.Close(); err != nil {
		log.Print(err)
		code = 1
	}
	os.Exit(code)
}
