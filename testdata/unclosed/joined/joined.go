// Package joined has helpers that close and join the errors.
package joined

import (
	"context"
	"database/sql"
	"errors"
)

func configureOrClose(db *sql.DB) error {
	if _, err := db.Exec("SET TIME ZONE 'UTC'"); err != nil {
		return errors.Join(err, db.Close())
	}
	return nil
}

func badConfiguredThenFails(ctx context.Context, dsn string) (*sql.DB, error) {
	db, err := sql.Open("postgres", dsn) // want "undisposed: db "
	if err != nil {
		return nil, err
	}
	if err := configureOrClose(db); err != nil {
		return nil, err
	}
	if err := db.PingContext(ctx); err != nil {
		return nil, err
	}
	return db, nil
}
