// Package discard throws the result of an acquire away.
package discard

import (
	"database/sql"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strings"
)

// A statement that changes data is run by Query and its rows dropped.
func badQueryAsStatement(db *sql.DB, id int64) {
	db.Query("DELETE FROM sessions WHERE id = $1", id) // want "unclosed: result of "
}

// Exec hands out nothing.
func goodExec(db *sql.DB, id int64) error {
	_, err := db.Exec("DELETE FROM sessions WHERE id = $1", id)
	return err
}

// Only the error is kept.
func badBlankRows(db *sql.DB, id int64) error {
	_, err := db.Query("UPDATE users SET seen = now() WHERE id = $1", id) // want "unclosed: result of "
	return err
}

// Only the error is tested, in an if statement.
func badBlankInIf(url string) bool {
	if _, err := http.Get(url); err != nil { // want "unclosed: result of "
		return false
	}
	return true
}

// Created to see whether it can be; the handle is dropped.
func badTouch(path string) error {
	_, err := os.Create(path) // want "unclosed: result of "
	if err != nil {
		return fmt.Errorf("touch: %w", err)
	}
	return nil
}

// Touched properly.
func goodTouch(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return f.Close()
}

// Both results are blank.
func badBothBlank(client *http.Client, req *http.Request) {
	log.Printf("notify %s", req.URL)
	_, _ = client.Do(req) // want "unclosed: result of "
}

// Started in a goroutine, nobody sees the result.
func badGoStatement(url, text string) {
	go http.Post(url, "text/plain", strings.NewReader(text)) // want "unclosed: result of "
}

// Started in a goroutine that closes the body.
func goodGoLiteral(url, text string) {
	go func() {
		resp, err := http.Post(url, "text/plain", strings.NewReader(text))
		if err != nil {
			log.Print(err)
			return
		}
		resp.Body.Close()
	}()
}

// Deferred, nobody sees the result.
func badDeferStatement(db *sql.DB, job string) error {
	defer db.Query("SELECT pg_notify('done', $1)", job) // want "unclosed: result of "
	_, err := db.Exec("UPDATE jobs SET done = true WHERE name = $1", job)
	return err
}

// Deferred as Exec.
func goodDeferExec(db *sql.DB, job string) error {
	defer db.Exec("SELECT pg_notify('done', $1)", job)
	_, err := db.Exec("UPDATE jobs SET done = true WHERE name = $1", job)
	return err
}

// Assigned to a variable and on to blank.
func badAssignedToBlank(addr string) error {
	conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is never closed"
	_ = conn
	return err
}

// Chained: the rows have no name and cannot be closed.
func badChained(db *sql.DB) bool {
	return mustRows(db.Query("SELECT 1 FROM locks")).Next() // want "unclosed: result of .*is (never|not) closed"
}

func mustRows(rows *sql.Rows, err error) *sql.Rows {
	if err != nil {
		panic(err)
	}
	return rows
}

// The chain begins with must and ends in a variable that is closed.
func goodMustRows(db *sql.DB) bool {
	rows := mustRows(db.Query("SELECT 1 FROM locks"))
	defer rows.Close()
	return rows.Next()
}

// Passed straight into a function that only reads.
func badPassedStraight(path string) int {
	return countLines(open(path)) // want "unclosed: result of "
}

func open(path string) *os.File {
	f, err := os.Open(path)
	if err != nil {
		panic(err)
	}
	return f
}

func countLines(r io.Reader) int {
	data, err := io.ReadAll(r)
	if err != nil {
		return 0
	}
	return strings.Count(string(data), "\n")
}

// Passed straight into a function that closes.
func goodPassedStraight(path string) int {
	return countAndClose(open(path))
}

func countAndClose(rc io.ReadCloser) int {
	defer rc.Close()
	return countLines(rc)
}

// A lookup that owes nothing may be dropped.
func goodStat(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// A transaction that is begun and dropped.
func badBegin(db *sql.DB) error {
	_, err := db.Begin() // want "unclosed: result of .*committed or rolled back"
	return err
}

// A statement prepared as a syntax check.
func badPrepare(db *sql.DB, query string) bool {
	_, err := db.Prepare(query) // want "unclosed: result of "
	return err == nil
}

// A syntax check that closes its statement.
func goodPrepare(db *sql.DB, query string) bool {
	stmt, err := db.Prepare(query)
	if err != nil {
		return false
	}
	return stmt.Close() == nil
}
