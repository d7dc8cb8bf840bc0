// Package fix is about fixes.
package fix

import (
	"database/sql"
	"errors"
	"log"
	"os"
)

func badJoined(dsn string) (err error) {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return errors.New("no pool")
	}
	defer db.Close() // want "cleanuperr: the error of db.Close is dropped"
	return db.Ping()
}

func badLogged(db *sql.DB) {
	for range 2 {
		defer db.Close() // want "cleanuperr: the error of db.Close is dropped"
	}
}

func badStatement(db *sql.DB) {
	defer func() {
		log.Print("closing")
		db.Close() // want "cleanuperr: the error of db.Close is dropped"
	}()
}

func badRemoved() (err error) {
	defer func() {
		os.Remove("state.db") // want "cleanuperr: the error of os.Remove is dropped"
	}()
	return nil
}

// Who gets an error does not close the other pool.
func badOther(dsn string) (other *sql.DB, err error) {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, err
	}
	defer db.Close() // want "cleanuperr: the error of db.Close is dropped"
	return sql.Open("pgx", dsn+"&other")
}
