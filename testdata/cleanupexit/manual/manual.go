// Command manual is the code of the rule's manual.
package main

import (
	"database/sql"
	"log"
)

func badMain() {
	db, err := sql.Open("sqlite", "app.db")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	if err := migrate(db); err != nil {
		log.Fatal(err) // want "cleanupexit: log.Fatal ends the process and the deferred db.Close\\(\\) does not run: db \\(\\*sql.DB\\) is never closed"
	}
}

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

var _ = badMain

func run() error {
	db, err := sql.Open("sqlite", "app.db")
	if err != nil {
		return err
	}
	defer db.Close()
	return migrate(db)
}

func migrate(db *sql.DB) error {
	_, err := db.Exec("CREATE TABLE IF NOT EXISTS jobs (id INTEGER)")
	return err
}
