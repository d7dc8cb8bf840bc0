// Package dialects gives pools to methods of interfaces.
package dialects

import "database/sql"

// A dialect is implemented here and nowhere else, as its method is not exported.
type dialect interface {
	version(db *sql.DB) (int, error)
}

type postgres struct{}

func (postgres) version(db *sql.DB) (n int, err error) {
	err = db.QueryRow("SELECT version FROM schema_version").Scan(&n)
	return n, err
}

type sqlite struct{ file string }

func (*sqlite) version(db *sql.DB) (n int, err error) {
	err = db.QueryRow("PRAGMA user_version").Scan(&n)
	return n, err
}

func badVersion(d dialect, dsn string) (int, error) {
	db, err := sql.Open("postgres", dsn) // want "undisposed: db .*is never closed"
	if err != nil {
		return 0, err
	}
	return d.version(db)
}

func goodVersion(d dialect, dsn string) (int, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	return d.version(db)
}

// One of the keepers keeps the pool.
type keeper interface{ keep(db *sql.DB) }

type none struct{}

func (none) keep(*sql.DB) {}

type one struct{ db *sql.DB }

func (o *one) keep(db *sql.DB) { o.db = db }
func (o *one) Close() error    { return o.db.Close() }

func goodKept(k keeper, dsn string) error {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	k.keep(db)
	return nil
}

// A Reader is implemented elsewhere: what is asked for rows works on the pool.
type Reader interface {
	Read(db *sql.DB) (*sql.Rows, error)
	Attach(db *sql.DB) error
}

func badRead(r Reader, dsn string) error {
	db, err := sql.Open("postgres", dsn) // want "undisposed: db .*is never closed"
	if err != nil {
		return err
	}
	rows, err := r.Read(db)
	if err != nil {
		return err
	}
	return rows.Close()
}

func goodRead(r Reader, dsn string) error {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	rows, err := r.Read(db)
	if err != nil {
		return err
	}
	return rows.Close()
}

// It may well keep the pool.
func goodAttached(r Reader, dsn string) error {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	return r.Attach(db)
}
