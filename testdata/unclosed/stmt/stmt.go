// Package stmt has prepared statements.
package stmt

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
)

// Closed by defer.
func goodDeferred(ctx context.Context, db *sql.DB, names []string) error {
	stmt, err := db.PrepareContext(ctx, "INSERT INTO users (name) VALUES ($1)")
	if err != nil {
		return err
	}
	defer stmt.Close()
	for _, name := range names {
		if _, err := stmt.ExecContext(ctx, name); err != nil {
			return fmt.Errorf("insert %q: %w", name, err)
		}
	}
	return nil
}

// Used as the receiver only, never closed.
func badNeverClosed(ctx context.Context, db *sql.DB, names []string) error {
	stmt, err := db.PrepareContext(ctx, "INSERT INTO users (name) VALUES ($1)") // want "unclosed: stmt .*is never closed"
	if err != nil {
		return err
	}
	for _, name := range names {
		if _, err := stmt.ExecContext(ctx, name); err != nil {
			return fmt.Errorf("insert %q: %w", name, err)
		}
	}
	return nil
}

// Prepared anew each turn; the old one stays on the server.
func badPreparedInLoop(db *sql.DB, tables []string) (total int, err error) {
	for _, table := range tables {
		stmt, err := db.Prepare("SELECT count(*) FROM " + table) // want "unclosed: stmt .*is never closed"
		if err != nil {
			return 0, err
		}
		var n int
		if err := stmt.QueryRow().Scan(&n); err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// Prepared anew each turn, closed each turn.
func goodPreparedInLoop(db *sql.DB, tables []string) (total int, err error) {
	for _, table := range tables {
		stmt, err := db.Prepare("SELECT count(*) FROM " + table)
		if err != nil {
			return 0, err
		}
		var n int
		err = stmt.QueryRow().Scan(&n)
		if err := errors.Join(err, stmt.Close()); err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// The second Prepare fails and the first statement is lost.
func badSecondPrepareFails(db *sql.DB) (ins, del *sql.Stmt, err error) {
	ins, err = db.Prepare("INSERT INTO t VALUES ($1)") // want "unclosed: ins .*is (never|not) closed"
	if err != nil {
		return nil, nil, err
	}
	del, err = db.Prepare("DELETE FROM t WHERE id = $1")
	if err != nil {
		return nil, nil, err
	}
	return ins, del, nil
}

// The second Prepare fails and the first statement is closed.
func goodSecondPrepareFails(db *sql.DB) (ins, del *sql.Stmt, err error) {
	ins, err = db.Prepare("INSERT INTO t VALUES ($1)")
	if err != nil {
		return nil, nil, err
	}
	del, err = db.Prepare("DELETE FROM t WHERE id = $1")
	if err != nil {
		ins.Close()
		return nil, nil, err
	}
	return ins, del, nil
}

// A long-lived statement in a package variable.
func goodPackageVariable(db *sql.DB) (err error) {
	findUser, err = db.Prepare("SELECT id FROM users WHERE email = $1")
	return err
}

var findUser *sql.Stmt

// A cache of statements owns what is put into it.
type cache struct {
	mu    sync.Mutex
	stmts map[string]*sql.Stmt
}

func (c *cache) goodCached(db *sql.DB, query string) (*sql.Stmt, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if stmt, ok := c.stmts[query]; ok {
		return stmt, nil
	}
	stmt, err := db.Prepare(query)
	if err != nil {
		return nil, err
	}
	c.stmts[query] = stmt
	return stmt, nil
}

// Close ends the cache with all it holds.
func (c *cache) Close() (err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for query, stmt := range c.stmts {
		err = errors.Join(err, stmt.Close())
		delete(c.stmts, query)
	}
	return err
}

// A statement on a connection outlives the connection's return.
func badOnConn(ctx context.Context, db *sql.DB, id int64) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	stmt, err := conn.PrepareContext(ctx, "DELETE FROM t WHERE id = $1") // want "unclosed: stmt .*is never closed"
	if err != nil {
		return err
	}
	_, err = stmt.ExecContext(ctx, id)
	return err
}

// The rows of a statement are closed, the statement is not.
func badRowsClosedStmtNot(db *sql.DB, id int64) ([]string, error) {
	stmt, err := db.Prepare("SELECT * FROM t WHERE id = $1") // want "unclosed: stmt .*is never closed"
	if err != nil {
		return nil, err
	}
	rows, err := stmt.Query(id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return rows.Columns()
}

// The statement is closed, its rows are not.
func badStmtClosedRowsNot(db *sql.DB, id int64) ([]string, error) {
	stmt, err := db.Prepare("SELECT * FROM t WHERE id = $1")
	if err != nil {
		return nil, err
	}
	defer stmt.Close()
	rows, err := stmt.Query(id) // want "unclosed: rows .*is never closed"
	if err != nil {
		return nil, err
	}
	return rows.Columns()
}

// Statement and rows are both closed, the later one first.
func goodStmtAndRows(db *sql.DB, id int64) ([]string, error) {
	stmt, err := db.Prepare("SELECT * FROM t WHERE id = $1")
	if err != nil {
		return nil, err
	}
	defer stmt.Close()
	rows, err := stmt.Query(id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return rows.Columns()
}

// A statement through an interface that pool, Conn and Tx satisfy.
func badPreparer(ctx context.Context, p preparer, id int64) error {
	stmt, err := p.PrepareContext(ctx, "DELETE FROM t WHERE id = $1") // want "unclosed: stmt .*is never closed"
	if err != nil {
		return err
	}
	_, err = stmt.ExecContext(ctx, id)
	return err
}

type preparer interface {
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

// The same interface, closed by defer.
func goodPreparer(ctx context.Context, p preparer, id int64) error {
	stmt, err := p.PrepareContext(ctx, "DELETE FROM t WHERE id = $1")
	if err != nil {
		return err
	}
	defer stmt.Close()
	_, err = stmt.ExecContext(ctx, id)
	return err
}
