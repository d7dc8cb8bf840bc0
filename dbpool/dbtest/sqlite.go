package dbtest

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/leakvet/leakvet/dbpool/internal/sqlitefile"
	"github.com/leakvet/leakvet/dbpool/retry"
	"github.com/leakvet/leakvet/dbpool/track"
)

// SQLite returns a source of SQLite databases for a driver, such as
// new(sqlite.Driver) of modernc.org/sqlite. Each is a file of its own in WAL
// mode: unlike a database in memory it can be used through several connections,
// with the locks that production has, and it can be looked at afterwards.
func SQLite(d driver.Driver, schema Schema, given ...Option) *Source {
	o := newOptions(given)
	return &Source{engine: &sqliteEngine{driver: d, options: o}, schema: schema, options: o}
}

// sqliteEngine keeps its files in one directory:
//
//	run-*/lock         locked as long as the run is alive
//	run-*/NAME.db      the databases of the run
//	kept/NAME.db       those that are kept, since the time of change
//	template-KEY.db    used last at the time of change
type sqliteEngine struct {
	driver  driver.Driver
	options options

	base string   // the directory
	run  string   // that of this run; empty while stopped
	lock *os.File // of this run
	copy []byte   // the template
}

func (e *sqliteEngine) start(context.Context) (err error) {
	if e.base, err = e.directory(); err != nil {
		return err
	}
	// The directory gets its name when it is locked, so that nobody takes it for
	// that of a dead run before.
	made, err := os.MkdirTemp(e.base, "new-*")
	if err != nil {
		return err
	}
	lockFile, err := lock(filepath.Join(made, "lock"))
	if err != nil {
		return join(err, os.RemoveAll(made))
	}
	e.run = filepath.Join(e.base, "run-"+strings.TrimPrefix(filepath.Base(made), "new-"))
	e.lock = lockFile
	if err := os.Rename(made, e.run); err != nil {
		return join(err, lockFile.Close(), os.RemoveAll(made))
	}
	return nil
}

// directory returns the directory for everything, and makes it.
func (e *sqliteEngine) directory() (string, error) {
	base := e.options.dir
	if base == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return "", fmt.Errorf("%w: set it, or use the option Dir", err)
		}
		base = filepath.Join(cache, "leakvet", "dbtest")
	}
	base, err := filepath.Abs(base)
	if err != nil {
		return "", err
	}
	return base, os.MkdirAll(filepath.Join(base, "kept"), 0o700)
}

// stop removes the directory of the run, under a name by which it cannot be
// taken for that of a dead run meanwhile.
func (e *sqliteEngine) stop(context.Context) error {
	ended := filepath.Join(e.base, "new-"+strings.TrimPrefix(filepath.Base(e.run), "run-"))
	err := os.Rename(e.run, ended)
	if err == nil {
		err = os.RemoveAll(ended)
	}
	err = join(err, e.lock.Close())
	e.run, e.lock = "", nil
	return err
}

func (e *sqliteEngine) limit() int { return 0 }

func (e *sqliteEngine) create(_ context.Context, name string) (location, error) {
	at := e.at(filepath.Join(e.run, name+".db"))
	return at, os.WriteFile(at.name, e.copy, 0o600)
}

func (e *sqliteEngine) at(path string) location {
	return location{name: path, dsn: e.options.dsn(path), look: "sqlite3 " + e.keptPath(path)}
}

func (e *sqliteEngine) keptPath(path string) string {
	return filepath.Join(e.base, "kept", filepath.Base(path))
}

// fileDSN is the default of the option DSN.
func fileDSN(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") { // C:/...
		path = "/" + path
	}
	return "file://" + (&url.URL{Path: path}).EscapedPath()
}

func (e *sqliteEngine) connector(at location) (driver.Connector, error) {
	inner, err := track.Open(e.driver, at.dsn, track.Off)
	if err != nil {
		return nil, err
	}
	return &settings{inner, e.options.pragmas}, nil
}

// settings connects and sets pragmas, whose form in a DSN differs by driver.
type settings struct {
	*track.Connector
	pragmas []string
}

func (s *settings) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := s.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	if err := set(ctx, conn, s.pragmas); err != nil {
		return nil, join(err, conn.Close())
	}
	return conn, nil
}

func set(ctx context.Context, conn driver.Conn, pragmas []string) error {
	execer, ok := conn.(driver.ExecerContext)
	if !ok {
		return errors.New("the driver cannot execute without preparing: it is none for SQLite that dbtest knows")
	}
	_, err := execer.ExecContext(ctx, "PRAGMA "+strings.Join(pragmas, "; PRAGMA "), nil)
	return err
}

func (e *sqliteEngine) keep(ctx context.Context, at location) error {
	return retry.Do(ctx, "move "+at.name, retry.Removal(), func(context.Context) error {
		// The last connection to be closed leaves no WAL, unless it is stuck.
		err := os.Rename(at.name+"-wal", e.keptPath(at.name)+"-wal")
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return os.Rename(at.name, e.keptPath(at.name))
	})
}

func (e *sqliteEngine) drop(ctx context.Context, at location) (err error) {
	if _, open := os.Stat(at.name + "-wal"); open == nil {
		// The last connection to be closed would have removed it.
		err = fmt.Errorf("database %s was still open when its test ended: close the pool on DB.DSN", at.name)
	}
	return join(err, e.remove(ctx, at))
}

func (e *sqliteEngine) remove(ctx context.Context, at location) error {
	return retry.Do(ctx, "remove "+at.name, retry.Removal(), func(context.Context) error {
		return sqlitefile.Remove(at.name)
	})
}
