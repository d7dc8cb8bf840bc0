// Command badstatus has a run function that returns an exit status.
package main

import (
	"database/sql"
	"fmt"
	"os"
)

func main() {
	os.Exit(badRun(os.Args[1:]))
}

func badRun(args []string) int {
	if len(args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: badstatus DATABASE TABLE")
		return 2
	}
	db, err := sql.Open("sqlite", args[0]) // want "undisposed: db "
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	var n int
	if err := db.QueryRow("SELECT count(*) FROM " + args[1]).Scan(&n); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Println(n)
	if err := db.Close(); err != nil {
		return 1
	}
	return 0
}
