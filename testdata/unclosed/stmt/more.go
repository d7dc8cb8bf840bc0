package stmt

import (
	"database/sql"
	"errors"
	"fmt"
	"log"
)

// Closed behind the loop, which an error leaves.
func badErrorInLoop(db *sql.DB, names []string) error {
	stmt, err := db.Prepare("INSERT INTO users (name) VALUES ($1)") // want "unclosed: stmt .*is not closed"
	if err != nil {
		return err
	}
	for _, name := range names {
		if _, err := stmt.Exec(name); err != nil {
			return fmt.Errorf("insert %q: %w", name, err)
		}
	}
	return stmt.Close()
}

// One of two statements is chosen; only one of them is closed.
func badChosen(db *sql.DB, upsert bool, name string) error {
	var stmt *sql.Stmt
	var err error
	if upsert {
		stmt, err = db.Prepare("INSERT INTO u VALUES ($1) ON CONFLICT DO NOTHING")
		if err == nil {
			defer stmt.Close()
		}
	} else {
		stmt, err = db.Prepare("INSERT INTO u VALUES ($1)") // want "unclosed: stmt .*is never closed"
	}
	if err != nil {
		return err
	}
	_, err = stmt.Exec(name)
	return err
}

// One of two statements is chosen and closed.
func goodChosen(db *sql.DB, upsert bool, name string) error {
	query := "INSERT INTO u VALUES ($1)"
	if upsert {
		query += " ON CONFLICT DO NOTHING"
	}
	stmt, err := db.Prepare(query)
	if err != nil {
		return err
	}
	defer stmt.Close()
	_, err = stmt.Exec(name)
	return err
}

// The statement is put into the cache only if there is room.
func (c *cache) badRoom(db *sql.DB, query string, room int) error {
	stmt, err := db.Prepare(query) // want "unclosed: stmt .*is (never|not) closed"
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.stmts) < room {
		c.stmts[query] = stmt
	}
	return nil
}

// The statement is put into the cache or closed.
func (c *cache) goodRoom(db *sql.DB, query string, room int) error {
	stmt, err := db.Prepare(query)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.stmts) >= room {
		return stmt.Close()
	}
	c.stmts[query] = stmt
	return nil
}

// All queries are prepared to be checked; the first bad one ends it.
func badCheckedQueries(db *sql.DB, queries []string) (err error) {
	for _, query := range queries {
		stmt, perr := db.Prepare(query) // want "unclosed: stmt .*is never closed"
		if perr != nil {
			return perr
		}
		log.Printf("%q is well formed: %v", query, stmt != nil)
	}
	return nil
}

// All queries are prepared to be checked, and all errors joined.
func goodCheckedQueries(db *sql.DB, queries []string) (err error) {
	for _, query := range queries {
		stmt, perr := db.Prepare(query)
		if perr != nil {
			err = errors.Join(err, perr)
			continue
		}
		err = errors.Join(err, stmt.Close())
	}
	return err
}
