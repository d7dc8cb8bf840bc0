package dbpool_test

import (
	"context"
	"database/sql"
	"os"
	"strings"
	"syscall"
	"testing"

	sqlite3 "modernc.org/sqlite/lib"

	"github.com/leakvet/leakvet/dbpool"
)

// A disk that is full: the transaction fails and is rolled back, what was there
// stays readable, and Close succeeds.
func TestSQLiteDiskFull(t *testing.T) {
	for _, journal := range journals {
		t.Run(journal, func(t *testing.T) {
			dir := smallDisk(t)
			pool := openSQLite(t, dir, journal, dbpool.Config{})
			err := pool.InTx(t.Context(), nil, func(ctx context.Context, tx *sql.Tx) error {
				for range 1000 {
					if _, err := tx.ExecContext(ctx, "INSERT INTO users (name) VALUES (?)", strings.Repeat("x", 4096)); err != nil {
						return err
					}
				}
				return nil
			})
			if !isSQLite(err, sqlite3.SQLITE_FULL) && !isSQLite(err, sqlite3.SQLITE_IOERR) {
				t.Errorf("got %v, want that the disk is full", err)
			}
			if n := countUsers(t, pool); n != 3 {
				t.Errorf("%d users, want the 3 from before", n)
			}
			if holders := pool.Holders(); len(holders) > 0 {
				t.Errorf("held: %v", holders)
			}
			if err := pool.Close(t.Context()); err != nil {
				t.Error(err)
			}
			checkNothingLeft(t, dir)
		})
	}
}

// smallDisk mounts a file system of 512 KiB.
func smallDisk(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=512k"); err != nil {
		t.Skipf("mounting a small disk takes root: %v", &os.PathError{Op: "mount", Path: dir, Err: err})
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Errorf("unmount: %v", err)
		}
	})
	return dir
}
