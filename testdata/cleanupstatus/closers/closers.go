// Package closers is about functions that clean up and say whether they did.
package closers

import (
	"database/sql"
	"errors"
	"fmt"
	"log"
	"os"

	"go.etcd.io/bbolt"
)

type store struct {
	db    *sql.DB
	cache *bbolt.DB
	path  string
	f     *os.File
}

func (s *store) Close() error {
	s.cache.Close() // want "cleanupstatus: s.cache.Close may fail and Close reports success: its error is dropped"
	return s.db.Close()
}

func (s *store) Shutdown() error {
	if err := s.cache.Close(); err != nil { // want "cleanupstatus: s.cache.Close may fail and Shutdown reports success: its error is only logged"
		log.Print(err)
	}
	return nil
}

func (s *store) Cleanup() bool {
	if err := s.db.Close(); err != nil { // want "cleanupstatus: s.db.Close may fail and Cleanup reports success: its error is only logged"
		log.Print(err)
	}
	return true
}

func dropAll(db *sql.DB, names []string) error {
	for _, name := range names {
		if _, err := db.Exec("DROP TABLE " + name); err != nil { // want "cleanupstatus: db.Exec may fail and dropAll reports success: its error is only logged"
			log.Print(err)
		}
	}
	return nil
}

func closeDeferred(db *sql.DB) error {
	defer func() {
		if err := db.Close(); err != nil { // want "cleanupstatus: db.Close may fail and closeDeferred reports success: its error is only logged"
			log.Print(err)
		}
	}()
	_, err := db.Exec("VACUUM")
	return err
}

func (s *store) Destroy() error {
	if err := s.db.Close(); err != nil {
		return err
	}
	os.Remove("state.db") // want "cleanupstatus: os.Remove may fail and Destroy reports success: its error is dropped"
	return nil
}

func (s *store) TearDown() error {
	s.stop() // want "cleanupstatus: s.stop may fail and TearDown reports success: its error is dropped"
	return nil
}

func (s *store) stop() error { return s.db.Close() }

func (s *store) Dispose() error {
	if err := s.db.Close(); err != nil { // want "cleanupstatus: s.db.Close may fail and Dispose reports success: its error is tested, and nothing comes of it"
		return nil
	}
	return nil
}

func (s *store) goodNoCleanup() error {
	s.cache.Close()
	return nil
}

func (s *store) CloseBoth() error { return errors.Join(s.cache.Close(), s.db.Close()) }

func (s *store) CloseFirst() (err error) {
	if err = s.cache.Close(); err != nil {
		log.Print(err)
	}
	return errors.Join(err, s.db.Close())
}

func (s *store) CloseOrFail() error {
	if err := s.cache.Close(); err != nil {
		log.Print(err)
		return fmt.Errorf("cache: %w", err)
	}
	return s.db.Close()
}

// The first error is what counts.
func (s *store) CloseAfterFailure() error {
	if err := s.db.Close(); err != nil {
		if err := s.cache.Close(); err != nil {
			log.Print(err)
		}
		return err
	}
	return s.cache.Close()
}

func (s *store) CleanupOK() bool {
	ok := true
	if err := s.db.Close(); err != nil {
		log.Print(err)
		ok = false
	}
	return ok
}

func (s *store) CleanupAll() (ok bool) {
	if err := s.db.Close(); err != nil {
		log.Print(err)
		return false
	}
	return true
}

// A file that was read, and one that is not a database.
func (s *store) StopReading() error {
	s.f.Close()
	os.Remove("state.tmp")
	return nil
}

func closeAll(dbs []*sql.DB) (err error) {
	for _, db := range dbs {
		if e := db.Close(); e != nil {
			err = e
		}
	}
	return err
}

func closeCounting(dbs []*sql.DB) error {
	failed := 0
	for _, db := range dbs {
		if err := db.Close(); err != nil {
			log.Print(err)
			failed++
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d failed", failed)
	}
	return nil
}

type recorder struct{ err error }

func (r *recorder) note(err error) { r.err = errors.Join(r.err, err) }

func (s *store) CloseRecorded(r *recorder) error {
	if err := s.db.Close(); err != nil {
		r.note(err)
	}
	return r.err
}

// One that only logs tells nobody, but has no result that could.
func (s *store) StopLogging() {
	if err := s.db.Close(); err != nil {
		log.Print(err)
	}
}

func (s *store) CloseWaived() error {
	_ = s.cache.Close()
	return s.db.Close()
}

var errIncomplete = errors.New("incomplete")

// It fails whatever comes of the rest.
func (s *store) CloseIncomplete(done bool) error {
	if !done {
		s.stop()
		return errIncomplete
	}
	return s.stop()
}

type lock interface{ Release() error }

// A lock is nothing that is left behind.
func (s *store) ReleaseLock(l lock) error {
	if err := l.Release(); err != nil {
		log.Print(err)
	}
	return nil
}
