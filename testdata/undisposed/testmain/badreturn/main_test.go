package badreturn

import (
	"database/sql"
	"log"
	"testing"
)

// TestMain may return; the pool is open then.
func TestMain(m *testing.M) {
	db, err := sql.Open("sqlite", "fixtures.db") // want "undisposed: db "
	if err != nil {
		log.Fatal(err)
	}
	if _, err := db.Exec("DELETE FROM jobs"); err != nil {
		log.Fatal(err)
	}
	m.Run()
}
