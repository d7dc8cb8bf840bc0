package fix

import (
	"database/sql"
	"testing"
)

func bad(t *testing.T, db *sql.DB) {
	rows, err := db.Query("SELECT 1") // want "rowserr: rows.Err"
	if err != nil {
		t.Error(err)
		return
	}
	defer rows.Close()
	for rows.Next() {
		t.Log("a row")
	}
}
