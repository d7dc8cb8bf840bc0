// Command fatal ends by log.Fatal only, and never closes its pool.
package main

import (
	"database/sql"
	"log"
	"time"
)

func main() {
	db, err := sql.Open("sqlite", "app.db") // want "undisposed: db .*is never closed"
	if err != nil {
		log.Fatal(err)
	}
	for range time.Tick(time.Minute) {
		if _, err := db.Exec("DELETE FROM sessions WHERE expires < 1"); err != nil {
			log.Fatal(err)
		}
	}
}
