// Package badreturns ends with the code of the tests: they are over.
package badreturns

import (
	"database/sql"
	"log"
	"testing"
)

var db *sql.DB

func TestMain(m *testing.M) {
	m.Run()
	if err := db.Close(); err != nil { // want "cleanupstatus: db.Close may fail and the process reports success: its error is only logged"
		log.Print(err)
	}
}
