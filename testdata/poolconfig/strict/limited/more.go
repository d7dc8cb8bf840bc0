package limited

import (
	"database/sql"
	"errors"

	"github.com/jmoiron/sqlx"
)

func goodIdle(dsn string) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	db.SetMaxIdleConns(1)
	return errors.Join(db.Ping(), db.Close())
}

// The methods of the sql.DB in it.
func goodSqlx(dsn string) error {
	db, err := sqlx.Open("pgx", dsn)
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(2)
	return errors.Join(db.Ping(), db.Close())
}

func goodOpenThenLimit(dsn string) error {
	s, err := goodStore(dsn)
	if err != nil {
		return err
	}
	s.db.SetMaxOpenConns(1)
	return s.Close()
}
