// Package contexts is about where a dropped error matters.
package contexts

import (
	"database/sql"
	"log"
)

func badNamed(db *sql.DB) {
	teardown := func() {
		db.Close() // want "cleanuperr: the error of db.Close is dropped"
	}
	teardown()
}

func shutdownAll(dbs []*sql.DB) {
	for _, db := range dbs {
		db.Close() // want "cleanuperr: the error of db.Close is dropped"
	}
}

type server struct{ db *sql.DB }

func (s *server) Stop() {
	s.db.Close() // want "cleanuperr: the error of s.db.Close is dropped"
}

func (s *server) DisposeOf() {
	s.db.Close() // want "cleanuperr: the error of s.db.Close is dropped"
}

// Not a cleanup: the pool is exchanged for another.
func (s *server) goodReplace(db *sql.DB) {
	s.db.Close()
	s.db = db
}

// The name only begins like one of a cleanup.
func (s *server) stopped() {
	s.db.Close()
}

func goodClosest(db *sql.DB) {
	closest := func() { db.Close() }
	closest()
}

func goodLoop(dbs []*sql.DB) {
	for _, db := range dbs {
		defer func() {
			if err := db.Close(); err != nil {
				log.Print(err)
			}
		}()
	}
}
