// Package lib limits pools for others.
package lib

import (
	"database/sql"
	"time"
)

// Limits is what a configuration says.
type Limits struct {
	Open int
	Life time.Duration
}

// Apply limits the pool.
func (l Limits) Apply(db *sql.DB) {
	db.SetMaxOpenConns(l.Open)
	db.SetConnMaxLifetime(l.Life)
}
