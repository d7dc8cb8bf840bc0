// Package helpers has exits that are only likely, and only lose what the
// operating system takes back.
package helpers

import (
	"database/sql"
	"io"
	"log"
	"os"
)

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func badCheck(path string) {
	db, err := sql.Open("sqlite", path)
	check(err)
	defer db.Close()
	check(db.Ping()) // want "cleanupexit: check may end the process and the deferred db.Close\\(\\) does not run"
}

func badRemoval(path string) {
	defer os.Remove(path)
	_, err := os.Stat(path)
	check(err) // want "cleanupexit: check may end the process"
}

func badFile(path string) {
	f, err := os.Open(path)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	if _, err := io.Copy(os.Stdout, f); err != nil {
		log.Fatal(err) // want "cleanupexit: log.Fatal ends"
	}
}

func goodCheck(path string) {
	_, err := os.Stat(path)
	check(err)
	db, err := sql.Open("sqlite", path)
	check(err)
	defer db.Close()
	if err := db.Ping(); err != nil {
		log.Print(err)
	}
}

func goodFile(path string) {
	data, err := os.ReadFile(path)
	check(err)
	log.Printf("%d bytes", len(data))
}
