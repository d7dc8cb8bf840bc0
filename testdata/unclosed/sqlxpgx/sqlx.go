// Package sqlxpgx has the resources of sqlx, pgx and bbolt.
package sqlxpgx

import (
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"
	pkgerrors "github.com/pkg/errors"
)

type person struct {
	ID   int64  `db:"id"`
	Name string `db:"name"`
}

// sqlx.Rows embeds sql.Rows: Close is promoted.
func goodQueryx(db *sqlx.DB) (people []person, err error) {
	rows, err := db.Queryx("SELECT id, name FROM people")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var p person
		if err := rows.StructScan(&p); err != nil {
			return nil, err
		}
		people = append(people, p)
	}
	return people, rows.Err()
}

// StructScan fails and the rows stay open.
func badQueryx(db *sqlx.DB) (people []person, err error) {
	rows, err := db.Queryx("SELECT id, name FROM people") // want "unclosed: rows .*is (never|not) closed"
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var p person
		if err := rows.StructScan(&p); err != nil {
			return nil, err
		}
		people = append(people, p)
	}
	return people, rows.Err()
}

// The embedded sql.Rows is closed by its name.
func goodEmbeddedRows(db *sqlx.DB) ([]string, error) {
	rows, err := db.Queryx("SELECT * FROM people")
	if err != nil {
		return nil, err
	}
	defer rows.Rows.Close()
	return rows.Columns()
}

// The embedded sql.Rows is handed to a helper that closes.
func goodEmbeddedHelper(db *sqlx.DB) (int, error) {
	rows, err := db.Queryx("SELECT * FROM people")
	if err != nil {
		return 0, err
	}
	return countAndClose(rows.Rows)
}

func countAndClose(rows *sql.Rows) (n int, err error) {
	defer rows.Close()
	for rows.Next() {
		n++
	}
	return n, rows.Err()
}

// A named query, closed in a deferred closure with its error joined.
func goodNamedQuery(db *sqlx.DB, p person) (found bool, err error) {
	rows, err := db.NamedQuery("SELECT 1 FROM people WHERE name = :name", p)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	return rows.Next(), nil
}

// A named query used for an insert that returns an id.
func badNamedInsert(db *sqlx.DB, p *person) error {
	rows, err := db.NamedQuery("INSERT INTO people (name) VALUES (:name) RETURNING id", p) // want "unclosed: rows .*is (never|not) closed"
	if err != nil {
		return err
	}
	if rows.Next() {
		return rows.Scan(&p.ID)
	}
	return rows.Err()
}

// A named statement that is never closed.
func badPrepareNamed(db *sqlx.DB, p person) error {
	stmt, err := db.PrepareNamed("UPDATE people SET name = :name WHERE id = :id") // want "unclosed: stmt .*is never closed"
	if err != nil {
		return err
	}
	_, err = stmt.Exec(p)
	return err
}

// A prepared statement of sqlx, closed.
func goodPreparex(db *sqlx.DB, ids []int64) (people []person, err error) {
	stmt, err := db.Preparex("SELECT id, name FROM people WHERE id = $1")
	if err != nil {
		return nil, err
	}
	defer stmt.Close()
	for _, id := range ids {
		var p person
		if err := stmt.Get(&p, id); err != nil {
			return nil, err
		}
		people = append(people, p)
	}
	return people, nil
}

// A row that is scanned into a struct.
func goodQueryRowx(db *sqlx.DB, id int64) (p person, err error) {
	err = db.QueryRowx("SELECT id, name FROM people WHERE id = $1", id).StructScan(&p)
	return p, err
}

// A row whose error alone is looked at keeps its connection.
func badQueryRowx(db *sqlx.DB, id int64) error {
	row := db.QueryRowx("UPDATE people SET seen = now() WHERE id = $1", id) // want "unclosed: row .*is (never|not) scanned"
	return row.Err()
}

// Get and Select hand out nothing.
func goodSelect(db *sqlx.DB, limit int) (people []person, err error) {
	err = db.Select(&people, "SELECT id, name FROM people LIMIT $1", limit)
	return people, pkgerrors.Wrap(err, "select people")
}

// A transaction of sqlx with a deferred rollback.
func goodBeginx(db *sqlx.DB, p person) error {
	tx, err := db.Beginx()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.NamedExec("INSERT INTO people VALUES (:id, :name)", p); err != nil {
		return err
	}
	return tx.Commit()
}

// A transaction of sqlx that a failed insert leaves open.
func badBeginx(db *sqlx.DB, p person) error {
	tx, err := db.Beginx() // want "unclosed: tx .*is not committed or rolled back"
	if err != nil {
		return err
	}
	if _, err := tx.NamedExec("INSERT INTO people VALUES (:id, :name)", p); err != nil {
		return pkgerrors.Wrap(err, "insert")
	}
	return tx.Commit()
}

// errors.Wrap keeps nil: what follows is the success alone.
func goodWrapped(db *sqlx.DB) ([]string, error) {
	rows, err := db.Queryx("SELECT * FROM people")
	err = pkgerrors.Wrap(err, "list people")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return rows.Columns()
}

// Rows by an interface of sqlx that pool and transaction satisfy.
func badQueryer(q sqlx.Queryer) ([]string, error) {
	rows, err := q.Queryx("SELECT * FROM people") // want "unclosed: rows .*is never closed"
	if err != nil {
		return nil, fmt.Errorf("list: %w", err)
	}
	return rows.Columns()
}
