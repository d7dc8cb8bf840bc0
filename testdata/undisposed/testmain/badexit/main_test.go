package badexit

import (
	"database/sql"
	"fmt"
	"os"
	"testing"
)

// No path closes the pool before the exit.
func TestMain(m *testing.M) {
	db, err := sql.Open("sqlite", ":memory:") // want "undisposed: db "
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if _, err := db.Exec("CREATE TABLE jobs (id INTEGER)"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}
