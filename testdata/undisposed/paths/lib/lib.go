// Package lib makes things that cannot fail, and says that they might.
package lib

import "database/sql"

// A Data has a pool.
type Data struct{ DB *sql.DB }

// New returns what closes the pool, too. Its error is always nil.
func New(db *sql.DB) (*Data, func(), error) {
	return &Data{db}, func() { _ = db.Close() }, nil
}

// Check may fail, and leaves the pool to its caller then.
func Check(db *sql.DB) (*Data, func(), error) {
	if err := db.Ping(); err != nil {
		return nil, nil, err
	}
	return &Data{db}, func() { _ = db.Close() }, nil
}
