// Package right is the right code of the rule's manual: a package has one TestMain.
package right

import (
	"database/sql"
	"log"
	"os"
	"testing"
)

var db *sql.DB

func TestMain(m *testing.M) {
	code := m.Run()
	if err := db.Close(); err != nil {
		log.Print(err)
		code = 1
	}
	os.Exit(code)
}
