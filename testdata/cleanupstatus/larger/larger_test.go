// Package larger exits with the worse of two results.
package larger

import (
	"database/sql"
	"log"
	"os"
	"testing"
)

var db *sql.DB

// The failure of the cleanup changes the status.
func TestMain(m *testing.M) {
	var err error
	if db, err = sql.Open("postgres", os.Getenv("DSN")); err != nil {
		log.Fatal(err)
	}
	code := m.Run()
	if err := db.Close(); err != nil {
		log.Print(err)
		code = max(code, 1)
	}
	os.Exit(code)
}
