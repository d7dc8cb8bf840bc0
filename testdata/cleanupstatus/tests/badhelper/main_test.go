package badhelper

import (
	"database/sql"
	"log"
	"os"
	"testing"
)

var db *sql.DB

func TestMain(m *testing.M) {
	code := m.Run()
	if !cleanup() { // want "cleanupstatus: cleanup may fail and the process exits as if it had not: its error is only logged"
		log.Print("something is left")
	}
	teardown() // want "cleanupstatus: teardown may fail and the process exits as if it had not: its error is dropped"
	os.Exit(code)
}

func cleanup() bool { return db.Close() == nil }

func teardown() error {
	_, err := db.Exec("DROP TABLE a")
	return err
}
