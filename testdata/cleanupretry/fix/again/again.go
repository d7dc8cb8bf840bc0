// Package again has tests that do not know the reference runtime.
package again

import (
	"database/sql"
	"os"
)

// Scratch is no test: there is nobody to be told.
func badProgram() error {
	defer os.Remove("scratch.db") // want "cleanupretry: os.Remove of a database" "cleanuperr: the error of os.Remove is dropped"
	db, err := sql.Open("sqlite", "scratch.db")
	if err != nil {
		return err
	}
	return db.Close()
}
