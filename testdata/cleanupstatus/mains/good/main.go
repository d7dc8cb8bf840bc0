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
	code := 0
	if err := db.Ping(); err != nil {
		log.Print(err)
		if err := db.Close(); err != nil {
			log.Print(err)
		}
		os.Exit(1) // it has failed anyway
	}
	if err := db.Close(); err != nil {
		log.Print(err)
		code = 2
	}
	os.Exit(code)
}
