package pools

import (
	"database/sql"

	"github.com/jmoiron/sqlx"
)

// A pool may be closed under another name, or with what owns it.
func underAnotherName(dsn string) error {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	x := sqlx.NewDb(db, "sqlite")
	if err := x.Ping(); err != nil {
		return err
	}
	return x.Close()
}

type catalog struct{ db *sql.DB }

func newCatalog(db *sql.DB) *catalog { return &catalog{db} }

func (c *catalog) Close() error { return c.db.Close() }

func withItsOwner(dsn string) error {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	c := newCatalog(db)
	if err := c.db.Ping(); err != nil {
		return err
	}
	return c.Close()
}

// Another pool is another pool.
func anotherPool(dsn string) error {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return err
	}
	defer db.Close() // want "cleanuperr: the error of db.Close is dropped"
	other, err := sql.Open("sqlite", dsn)
	if err != nil {
		return err
	}
	x := sqlx.NewDb(other, "sqlite")
	if err := db.Ping(); err != nil {
		return err
	}
	return x.Close()
}
