package dbpool

import (
	"context"
	"database/sql"
	"database/sql/driver"

	"github.com/leakvet/leakvet/dbpool/internal/sqlitefile"
)

// RemoveSQLite returns a function, for Config.Remove, that removes the SQLite
// database at a path with its -wal, -shm and -journal files. What is not there
// is no error.
func RemoveSQLite(path string) func(context.Context) error {
	return func(context.Context) error { return sqlitefile.Remove(path) }
}

// RemoveBy returns a function, for Config.Remove, that executes a statement over
// a connection of its own, to another database of the same server:
//
//	Remove: dbpool.RemoveBy(admin, `DROP DATABASE orders_test`)
//
// Each attempt opens and closes a connection; admin itself is closed with that
// if it is an io.Closer.
func RemoveBy(admin driver.Connector, statement string) func(context.Context) error {
	return func(ctx context.Context) (err error) {
		db := sql.OpenDB(admin)
		defer func() { err = join(err, db.Close()) }()
		_, err = db.ExecContext(ctx, statement)
		return err
	}
}
