package goodreturns

import (
	"database/sql"
	"testing"
)

var db *sql.DB

func TestMain(m *testing.M) {
	m.Run()
	if err := db.Close(); err != nil {
		panic(err)
	}
}
