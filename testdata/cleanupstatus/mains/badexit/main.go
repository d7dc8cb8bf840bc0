package main

import (
	"database/sql"
	"log"
	"os"
)

func main() {
	db, err := sql.Open("pgx", "")
	if err != nil {
		log.Fatal(err)
	}
	code := work(db)
	if err := db.Close(); err != nil { // want "cleanupstatus: db.Close may fail and the process exits as if it had not: its error is only logged"
		log.Print(err)
	}
	os.Exit(code)
}

func work(db *sql.DB) int { return len(db.Stats().WaitDuration.String()) }
