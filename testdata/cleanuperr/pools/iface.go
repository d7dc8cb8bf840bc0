package pools

import (
	"database/sql"
	"errors"
	"io"
)

// The pool goes by an interface when it is closed.
func badAsInterface(dsn string) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	var c io.Closer = db
	defer c.Close() // want "cleanuperr: the error of c.Close is dropped"
	return db.Ping()
}

func goodAsInterface(dsn string) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	var c io.Closer = db
	return errors.Join(db.Ping(), c.Close())
}
