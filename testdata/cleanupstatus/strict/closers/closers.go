// Package closers is about functions that can tell nobody.
package closers

import (
	"database/sql"
	"log"
)

type store struct{ db, cache *sql.DB }

func (s *store) Stop() {
	if err := s.db.Close(); err != nil { // want "cleanupstatus: s.db.Close may fail and Stop tells nobody: its error is only logged"
		log.Print(err)
	}
}

func (s *store) Close() error {
	_ = s.cache.Close() // want "cleanupstatus: s.cache.Close may fail and Close reports success: its error is thrown away"
	return s.db.Close()
}

func (s *store) StopLoudly() {
	if err := s.db.Close(); err != nil {
		panic(err)
	}
}
