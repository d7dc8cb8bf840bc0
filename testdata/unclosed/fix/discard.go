package fix

import (
	"context"
	"database/sql"
	"log"
	"net/http"
	"os"
)

func badStatement(db *sql.DB) {
	db.Query("DELETE FROM jobs") // want "unclosed: "
}

func badDelete(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.QueryContext(ctx, "DELETE FROM jobs WHERE id = ?", 1) // want "unclosed: "
	return err
}

func badSelect(db *sql.DB) error {
	_, err := db.Query("SELECT 1") // want "unclosed: "
	return err
}

func badSelectChecked(db *sql.DB) error {
	_, err := db.Query("SELECT 1") // want "unclosed: "
	if err != nil {
		return err
	}
	log.Print("alive")
	return nil
}

func badRow(db *sql.DB) {
	_ = db.QueryRow("UPDATE jobs SET done = true") // want "unclosed: "
}

func badProbe(name string) bool {
	if _, err := os.Open(name); err != nil { // want "unclosed: "
		return false
	}
	return true
}

func badPing(url string) {
	http.Get(url) // want "unclosed: "
}

func badAssigned(f string) (err error) {
	if _, err = os.Stat(f); err != nil {
		return err
	}
	_, err = os.Open(f) // want "unclosed: "
	return err
}

func open(name string) *os.File {
	f, err := os.Open(name)
	if err != nil {
		log.Fatal(err)
	}
	return f
}

func badChained(name string) {
	open(name) // want "unclosed: "
}

// The error belongs to the block around.
func noFixOuter(name string) (err error) {
	for range 2 {
		_, err = os.Open(name) // want "unclosed: "
	}
	return err
}

func badBothBlank(name string) {
	_, _ = os.Open(name) // want "unclosed: "
	for range 2 {
		_, _ = os.Create(name) // want "unclosed: "
	}
}

func badBlankRow(name string) {
	_ = open(name) // want "unclosed: "
}
