package dbtest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// template needs no lock between processes: each makes the template in its own
// directory and moves it into place whole. Those that lose the race have done
// some work twice.
func (e *sqliteEngine) template(ctx context.Context, hash string, fill func(context.Context, location) error) (err error) {
	path := filepath.Join(e.base, "template-"+key(hash, fmt.Sprint(e.options.pragmas))+".db")
	now := time.Now()
	if e.copy, err = os.ReadFile(path); err == nil {
		return os.Chtimes(path, now, now)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	made := e.at(filepath.Join(e.run, "template.db"))
	if err := e.fill(ctx, made, fill); err != nil {
		return join(err, e.remove(ctx, made))
	}
	if e.copy, err = os.ReadFile(made.name); err != nil {
		return err
	}
	return os.Rename(made.name, path)
}

// fill makes the template and leaves it in one file.
func (e *sqliteEngine) fill(ctx context.Context, made location, fill func(context.Context, location) error) error {
	if err := e.setWAL(ctx, made); err != nil {
		return err
	}
	if err := fill(ctx, made); err != nil {
		return err
	}
	if _, err := os.Stat(made.name + "-wal"); !errors.Is(err, fs.ErrNotExist) {
		return errors.New("the schema left a connection open: close the pool on DB.DSN")
	}
	return nil
}

// setWAL makes an empty database in WAL mode, which is a property of the file.
func (e *sqliteEngine) setWAL(ctx context.Context, made location) error {
	connector, err := e.connector(made)
	if err != nil {
		return err
	}
	conn, err := connector.Connect(ctx)
	if err != nil {
		return err
	}
	return join(set(ctx, conn, []string{"journal_mode=WAL"}), conn.Close())
}

func (e *sqliteEngine) reap(context.Context) error {
	entries, err := os.ReadDir(e.base)
	if err != nil {
		return err
	}
	var errs []error
	for _, entry := range entries {
		path := filepath.Join(e.base, entry.Name())
		switch kind, _, _ := strings.Cut(entry.Name(), "-"); {
		case kind == "run" && path != e.run:
			errs = append(errs, reapRun(path))
		case kind == "new": // made but not yet locked, and then killed
			errs = append(errs, reapOld(path, time.Hour))
		case kind == "template":
			errs = append(errs, reapOld(path, templateFor))
		}
	}
	kept, err := os.ReadDir(filepath.Join(e.base, "kept"))
	for _, entry := range kept {
		errs = append(errs, reapOld(filepath.Join(e.base, "kept", entry.Name()), keptFor))
	}
	return join(append(errs, err)...)
}

// reapRun removes the directory of a run if that is dead.
func reapRun(path string) error {
	lockFile, err := lock(filepath.Join(path, "lock"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil // another process was quicker
	}
	if lockFile == nil || err != nil {
		return err
	}
	return join(os.RemoveAll(path), lockFile.Close())
}

// reapOld removes what has not changed for some time.
func reapOld(path string, age time.Duration) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // another process was quicker
	}
	if err != nil || time.Since(info.ModTime()) < age {
		return err
	}
	return os.RemoveAll(path)
}
