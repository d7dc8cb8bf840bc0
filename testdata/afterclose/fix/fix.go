// Package fix is about fixes.
package fix

import (
	"database/sql"
	"io"
	"net/http"
)

func badBody(url string) ([]byte, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	resp.Body.Close()
	return io.ReadAll(resp.Body) // want "afterclose: resp"
}

// Whoever calls it gets what is closed: it is not known who is to close it.
func noFixReturned(db *sql.DB) (*sql.Rows, error) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return rows, nil // want "afterclose: rows"
}
