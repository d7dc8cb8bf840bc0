// Command badreturn does its work and returns: the pool stays open.
package main

import (
	"database/sql"
	"fmt"
	"log"
	"os"
)

func main() {
	db, err := sql.Open("sqlite", os.Args[1]) // want "undisposed: db "
	if err != nil {
		log.Fatal(err)
	}
	if _, err := db.Exec("VACUUM"); err != nil {
		log.Fatal(err)
	}
	fmt.Println("vacuumed", os.Args[1])
}
