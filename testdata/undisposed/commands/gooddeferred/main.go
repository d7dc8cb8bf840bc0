// Command gooddeferred closes its pool when main returns.
package main

import (
	"database/sql"
	"log"
	"os"
)

func main() {
	db, err := sql.Open("sqlite", os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			log.Print(err)
		}
	}()
	if _, err := db.Exec("VACUUM"); err != nil {
		log.Print(err)
	}
}
