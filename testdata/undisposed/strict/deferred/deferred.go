// Command deferred leaves the closing to a function that it calls.
package main

import (
	"database/sql"
	"log"
	"os"
)

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	db, err := sql.Open("sqlite", os.Args[1])
	if err != nil {
		return err
	}
	defer db.Close()
	return db.Ping()
}
