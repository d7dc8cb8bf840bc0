// Package manual is the code of the rule's manual.
package manual

import (
	"database/sql"
	"log"
	"os"
	"testing"
)

var db *sql.DB

func TestMain(m *testing.M) {
	code := m.Run()
	if err := db.Close(); err != nil { // want "cleanupstatus: db.Close may fail and the process exits as if it had not: its error is only logged"
		log.Print(err)
	}
	os.Exit(code)
}
