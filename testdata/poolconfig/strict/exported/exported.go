// Package exported opens pools for other packages, which may limit them.
package exported

import (
	"database/sql"
	"errors"

	"github.com/jmoiron/sqlx"
)

// GoodOpen hands it out.
func GoodOpen(dsn string) (*sql.DB, error) { return sql.Open("pgx", dsn) }

// GoodChecked hands it out when it works.
func GoodChecked(dsn string) (*sql.DB, error) {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, err
	}
	if err := db.Ping(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// GoodSqlx is another kind.
func GoodSqlx(dsn string) (*sqlx.DB, error) { return sqlx.Open("pgx", dsn) }

// GoodVia hands out what an unexported function opens.
func GoodVia(dsn string) (*sql.DB, error) {
	db, err := goodOpen(dsn)
	if err != nil {
		return nil, err
	}
	return db, nil
}

func goodOpen(dsn string) (*sql.DB, error) { return sql.Open("pgx", dsn) }

// GoodWith hands it out beside something else.
func GoodWith(dsn string) (*sql.DB, string, error) {
	db, err := sql.Open("pgx", dsn)
	return db, dsn, err
}

// Opener is a type that opens.
type Opener struct{ DSN string }

// GoodOpen hands it out.
func (o Opener) GoodOpen() (*sql.DB, error) { return sql.Open("pgx", o.DSN) }
