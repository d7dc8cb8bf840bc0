package files

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"syscall"

	"go.etcd.io/bbolt"
)

func badOpened(path string) (err error) {
	defer func() {
		err = errors.Join(err, os.Remove(path)) // want "cleanupretry: os.Remove of a database is tried once"
	}()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(wal)")
	if err != nil {
		return err
	}
	return db.Close()
}

func badFolder() (err error) {
	dir, err := os.MkdirTemp("", "x")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) // want "cleanupretry: os.RemoveAll of a database is tried once"
	db, err := bbolt.Open(filepath.Join(dir, "state"), 0o600, nil)
	if err != nil {
		return err
	}
	return db.Close()
}

func badNamed(dir string) {
	defer os.Remove(filepath.Join(dir, "cache.sqlite3")) // want "cleanupretry: os.Remove of a database is tried once"
}

func badSidecar(path string) error {
	return cleanup(path)
}

func cleanup(path string) error {
	return errors.Join(
		os.Remove(path+".db"),  // want "cleanupretry: os.Remove of a database is tried once"
		os.Remove(path+"-wal"), // want "cleanupretry: os.Remove of a database is tried once"
	)
}

func CleanupUnlink() error {
	return syscall.Unlink("state.db3") // want "cleanupretry: syscall.Unlink of a database is tried once"
}

func goodOrdinary(path string) {
	defer os.Remove(path)
}

func goodScratch() error {
	dir, err := os.MkdirTemp("", "x")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	return os.WriteFile(filepath.Join(dir, "a.txt"), nil, 0o600)
}

// It makes room: that is no cleanup.
func goodReset(path string) (*sql.DB, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	return sql.Open("sqlite", path)
}

func goodOtherFile(path, log string) (err error) {
	defer func() { err = errors.Join(err, os.Remove(log)) }()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	return db.Close()
}

func goodEnding() {
	defer os.Remove("report.dbx")
}
