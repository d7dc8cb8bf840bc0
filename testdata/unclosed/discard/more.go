package discard

import (
	"context"
	"database/sql"
	"log"
	"net"
	"net/http"
	"os"
	"time"
)

// A probe that leaves the connection behind when the port is open.
func badProbe(addr string) bool {
	if _, err := net.DialTimeout("tcp", addr, time.Second); err != nil { // want "unclosed: result of "
		log.Printf("%s is closed: %v", addr, err)
		return false
	}
	return true
}

// A probe that closes what it opened.
func goodProbe(addr string) bool {
	conn, err := net.DialTimeout("tcp", addr, time.Second)
	if err != nil {
		return false
	}
	return conn.Close() == nil
}

// The error goes into a variable that exists, the rows nowhere.
func badInsertOfBorrowedTx(ctx context.Context, tx *sql.Tx, name string) error {
	var err error
	_, err = tx.QueryContext(ctx, "INSERT INTO users (name) VALUES ($1)", name) // want "unclosed: result of "
	return err
}

// The discard stands in the init statement of a switch.
func badSwitchInit(path string) string {
	switch _, err := os.OpenFile(path, os.O_RDWR, 0); { // want "unclosed: result of "
	case os.IsNotExist(err):
		return "missing"
	case err != nil:
		return "locked"
	}
	return "free"
}

// The discard stands in a closure that is returned.
func badInReturnedClosure(db *sql.DB, query string) func() error {
	return func() error {
		_, err := db.Query(query) // want "unclosed: result of "
		return err
	}
}

// A closure that is returned and owes nothing.
func goodInReturnedClosure(db *sql.DB, query string) func() error {
	return func() error {
		_, err := db.Exec(query)
		return err
	}
}

// A liveness check per turn, each with a response.
func badInLoop(urls []string) (down []string) {
	for _, url := range urls {
		if _, err := http.Head(url); err != nil { // want "unclosed: result of "
			down = append(down, url)
		}
	}
	return down
}

// A liveness check per turn that closes.
func goodInLoop(urls []string) (down []string) {
	for _, url := range urls {
		resp, err := http.Head(url)
		if err != nil {
			down = append(down, url)
			continue
		}
		resp.Body.Close()
	}
	return down
}
