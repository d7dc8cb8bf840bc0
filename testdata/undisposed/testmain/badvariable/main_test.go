package badvariable

import (
	"database/sql"
	"log"
	"os"
	"testing"
)

var testDB *sql.DB

// The tests share the pool, and nobody closes it.
func TestMain(m *testing.M) {
	var err error
	testDB, err = sql.Open("postgres", os.Getenv("TEST_DATABASE_URL")) // want "undisposed: .*sql.DB"
	if err != nil {
		log.Fatal(err)
	}
	code := m.Run()
	os.Exit(code)
}

func TestPing(t *testing.T) {
	if err := testDB.Ping(); err != nil {
		t.Fatal(err)
	}
}
