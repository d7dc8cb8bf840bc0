// Package fix is about fixes.
package fix

import (
	"context"
	"database/sql"

	"github.com/jackc/pgx/v5/pgxpool"
)

type store struct {
	db *sql.DB
}

func (s *store) Close() error { return s.db.Close() }

func badConstructor(ctx context.Context, dsn string) (*store, error) {
	db, err := sql.Open("pgx", dsn) // want "undisposed: db"
	if err != nil {
		return nil, err
	}
	if err := db.PingContext(ctx); err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(4)
	return &store{db: db}, nil
}

func badLogged(dsn string) int {
	db, err := sql.Open("pgx", dsn) // want "undisposed: db"
	if err != nil {
		return 0
	}
	var n int
	if err := db.QueryRow("SELECT 1").Scan(&n); err != nil {
		return 0
	}
	return n
}

func badJoined(dsn string) (n int, err error) {
	db, err := sql.Open("pgx", dsn) // want "undisposed: db"
	if err != nil {
		return 0, err
	}
	err = db.QueryRow("SELECT 1").Scan(&n)
	return n, err
}

func badPool(ctx context.Context, dsn string) error {
	pool, err := pgxpool.New(ctx, dsn) // want "undisposed: pool"
	if err != nil {
		return err
	}
	return pool.Ping(ctx)
}

func openStore(dsn string) (*store, error) {
	db, err := sql.Open("pgx", dsn)
	return &store{db: db}, err
}

// An error in the middle of a function is none of its own.
func badMiddle(dsn string, run func() error) (err error) {
	s, err := openStore(dsn) // want "undisposed: s"
	if err != nil {
		return err
	}
	if err := run(); err != nil {
		return err
	}
	s.Close()
	return run()
}
