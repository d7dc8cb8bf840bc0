package good

import (
	"database/sql"
	"log"
	"os"
	"testing"
)

var db *sql.DB

func TestMain(m *testing.M) {
	if err := os.Remove("old.db"); err != nil {
		log.Print("there was none")
	}
	code := m.Run()
	if _, err := db.Exec("DROP TABLE a"); err != nil {
		log.Print(err)
		code = 1
	}
	if err := db.Close(); err != nil {
		log.Fatal(err)
	}
	if !cleanup() {
		os.Exit(1)
	}
	os.Exit(code)
}

func cleanup() bool { return db.Close() == nil }
