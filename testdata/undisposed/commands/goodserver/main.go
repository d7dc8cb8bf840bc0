// Command goodserver never returns: its loop has no end.
package main

import (
	"database/sql"
	"log"
	"os"
	"time"
)

func main() {
	db, err := sql.Open("postgres", os.Getenv("DATABASE_URL"))
	if err != nil {
		log.Fatal(err)
	}
	for {
		if _, err := db.Exec("DELETE FROM sessions WHERE expires < now()"); err != nil {
			log.Print(err)
		}
		time.Sleep(time.Minute)
	}
}
