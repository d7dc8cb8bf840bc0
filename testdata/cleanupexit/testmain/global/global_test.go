package global

import (
	"database/sql"
	"os"
	"testing"
)

var db *sql.DB

func TestMain(m *testing.M) {
	db = mustOpen()
	defer db.Close()
	os.Exit(m.Run()) // want "cleanupexit: os.Exit ends the process and the deferred db.Close\\(\\) does not run: the pool is never closed"
}

func mustOpen() *sql.DB {
	pool, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		panic(err)
	}
	return pool
}
