package main

import (
	"database/sql"
	"log"
)

func main() {
	db, err := sql.Open("pgx", "")
	if err != nil {
		log.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil { // want "cleanupstatus: db.Close may fail and the process reports success: its error is only logged"
			log.Print(err)
		}
	}()
	if err := db.Ping(); err != nil {
		log.Print(err)
	}
}
