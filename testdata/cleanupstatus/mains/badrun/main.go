package main

import (
	"database/sql"
	"log"
	"os"
)

func main() { os.Exit(run()) }

func run() int {
	db, err := sql.Open("pgx", "")
	if err != nil {
		return 1
	}
	defer func() {
		if err := db.Close(); err != nil { // want "cleanupstatus: db.Close may fail and run returns the status of a success: its error is only logged"
			log.Print(err)
		}
	}()
	if err := db.Ping(); err != nil {
		return 1
	}
	return 0
}
