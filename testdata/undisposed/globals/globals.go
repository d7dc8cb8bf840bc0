// Package globals has pools in package variables.
package globals

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"go.etcd.io/bbolt"
)

var (
	sessions *sql.DB
	sketches *bbolt.DB
	reports  *sql.DB
	once     sync.Once
	lookups  *sql.DB
	pools    = map[string]*sql.DB{}

	// Archive can be closed by every importer.
	Archive *sql.DB
)

// Nothing in the package closes the variable.
func badConnectSessions(ctx context.Context, dsn string) error {
	db, err := sql.Open("postgres", dsn) // want "undisposed: .*sql.DB"
	if err != nil {
		return err
	}
	if err := db.PingContext(ctx); err != nil {
		return errors.Join(err, db.Close())
	}
	sessions = db
	return nil
}

func touchSession(ctx context.Context, id string) error {
	_, err := sessions.ExecContext(ctx, "UPDATE sessions SET seen = now() WHERE id = $1", id)
	return err
}

// The open assigns the variable itself.
func badOpenSketches(path string) (err error) {
	sketches, err = bbolt.Open(path, 0o600, nil) // want "undisposed: .*bbolt.DB"
	if err != nil {
		return fmt.Errorf("open %s: %w", path, err)
	}
	return nil
}

func countSketches() (n int, err error) {
	err = sketches.View(func(tx *bbolt.Tx) error {
		n = tx.Bucket([]byte("sketches")).Stats().KeyN
		return nil
	})
	return n, err
}

// Another function of the package closes it.
func goodConnectReports(dsn string) (err error) {
	reports, err = sql.Open("postgres", dsn)
	return err
}

func closeReports() error {
	db := reports
	if db == nil {
		return nil
	}
	reports = nil
	return db.Close()
}

// Opened once for the life of the process.
func goodLookups(dsn string) *sql.DB {
	once.Do(func() {
		db, err := sql.Open("postgres", dsn)
		if err != nil {
			panic(err)
		}
		lookups = db
	})
	return lookups
}

func goodOpenArchive(dsn string) (err error) {
	Archive, err = sql.Open("sqlite", dsn)
	return err
}

// A map of pools, closed in a loop.
func goodRegister(name, dsn string) error {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	pools[name] = db
	return nil
}

func closePools() error {
	var err error
	for _, db := range pools {
		err = errors.Join(err, db.Close())
	}
	return err
}
