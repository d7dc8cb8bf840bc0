// Package helper has its pools limited by another package.
package helper

import (
	"database/sql"
	"errors"

	"example.com/cases/poolconfig/strict/helper/lib"
)

func goodPing(dsn string, limits lib.Limits) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	limits.Apply(db)
	return errors.Join(db.Ping(), db.Close())
}

func goodElsewhere(dsn string, limits lib.Limits) (db *sql.DB, err error) {
	if db, err = sql.Open("pgx", dsn); err == nil {
		configure(db, limits)
	}
	return db, err
}

func configure(db *sql.DB, limits lib.Limits) { limits.Apply(db) }
