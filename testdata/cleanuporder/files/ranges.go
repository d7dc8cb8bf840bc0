package files

import (
	"database/sql"
	"errors"
	"iter"
	"log"
	"os"
)

// The body of a range over a func is a function, too, which has what it uses.
func badAfterRange(path string, statements iter.Seq[string]) error {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	defer db.Close()
	for statement := range statements {
		log.Print(statement)
	}
	return os.Remove(path) // want "cleanuporder: os.Remove deletes the file of db"
}

func goodAfterRange(path string, statements iter.Seq[string]) (err error) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close(), os.Remove(path)) }()
	for statement := range statements {
		if _, err := db.Exec(statement); err != nil {
			return err
		}
	}
	return nil
}
