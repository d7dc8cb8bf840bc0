// Package limited limits its pools. This file is the right code of the manual.
package limited

import (
	"database/sql"
	"time"
)

type store struct{ db *sql.DB }

func (s *store) Close() error { return s.db.Close() }

func goodStore(dsn string) (*store, error) {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(16)
	db.SetConnMaxLifetime(time.Hour)
	return &store{db}, nil
}
