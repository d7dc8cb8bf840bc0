package goodreturn

import (
	"database/sql"
	"log"
	"testing"
)

// TestMain returns, so its defer runs.
func TestMain(m *testing.M) {
	db, err := sql.Open("sqlite", "fixtures.db")
	if err != nil {
		log.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			log.Print(err)
		}
	}()
	m.Run()
}
