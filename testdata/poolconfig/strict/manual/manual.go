// Package manual is the wrong code of the rule's manual.
package manual

import "database/sql"

type store struct{ db *sql.DB }

func (s *store) Close() error { return s.db.Close() }

func badStore(dsn string) (*store, error) {
	db, err := sql.Open("pgx", dsn) // want "poolconfig: db \\(\\*sql.DB\\) has no limits"
	if err != nil {
		return nil, err
	}
	return &store{db}, nil
}
