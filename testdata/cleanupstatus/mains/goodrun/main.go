package main

import (
	"database/sql"
	"log"
	"os"
)

func main() { os.Exit(run()) }

func run() (code int) {
	db, err := sql.Open("pgx", "")
	if err != nil {
		return 1
	}
	defer func() {
		if err := db.Close(); err != nil {
			log.Print(err)
			code = 1
		}
	}()
	if err := db.Ping(); err != nil {
		return 1
	}
	return 0
}
