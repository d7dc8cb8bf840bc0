package dbtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// A Schema brings an empty database to the state that every test starts from:
// tables, and rows that all tests share.
type Schema interface {
	// Hash names the state. It must change whenever Apply would make another
	// one; databases with the same hash are taken for equal.
	Hash() (string, error)
	// Apply makes it. It must close what it opens on db, but not db.
	Apply(ctx context.Context, db *DB) error
}

// Empty is the schema of a database without tables.
func Empty() Schema { return Migrations(nil, nil) }

// Files is the schema that results from running SQL files in the order of their
// paths, each in one call of Exec. The patterns are those of fs.Glob; none
// stands for every file that ends in .sql, in all directories.
//
// For files in the manner of golang-migrate the pattern is "*.up.sql".
func Files(fsys fs.FS, patterns ...string) Schema {
	return &files{fsys, patterns}
}

// Migrations is the schema that a migration tool makes out of the files in
// fsys. All of them count for its hash:
//
//	dbtest.Migrations(files, func(ctx context.Context, db *dbtest.DB) error {
//		provider, err := goose.NewProvider(goose.DialectPostgres, db.DB, files)
//		if err != nil {
//			return err
//		}
//		_, err = provider.Up(ctx)
//		return err
//	})
func Migrations(fsys fs.FS, apply func(ctx context.Context, db *DB) error) Schema {
	return &migrations{fsys, apply}
}

type files struct {
	fsys     fs.FS
	patterns []string
}

func (f *files) Hash() (string, error) {
	names, err := f.names()
	if err != nil {
		return "", err
	}
	return hash(f.fsys, names)
}

func (f *files) Apply(ctx context.Context, db *DB) error {
	names, err := f.names()
	if err != nil {
		return err
	}
	for _, name := range names {
		text, err := fs.ReadFile(f.fsys, name)
		if err != nil {
			return err
		}
		if _, err := db.ExecContext(ctx, string(text)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// names returns the files that match, in order.
func (f *files) names() (names []string, err error) {
	if len(f.patterns) == 0 {
		names, err = walk(f.fsys, func(name string) bool { return strings.HasSuffix(name, ".sql") })
	}
	for _, pattern := range f.patterns {
		matches, err := fs.Glob(f.fsys, pattern)
		if err != nil {
			return nil, fmt.Errorf("pattern %q: %w", pattern, err)
		}
		names = append(names, matches...)
	}
	if err == nil && len(names) == 0 {
		err = fmt.Errorf("no file matches %q: a schema needs at least one", f.patterns)
	}
	slices.Sort(names)
	return slices.Compact(names), err
}

type migrations struct {
	fsys  fs.FS
	apply func(context.Context, *DB) error
}

func (m *migrations) Hash() (string, error) {
	if m.fsys == nil {
		return hash(nil, nil)
	}
	names, err := walk(m.fsys, func(string) bool { return true })
	if err == nil && len(names) == 0 {
		err = errors.New("no files: the hash of the migrations would never change")
	}
	if err != nil {
		return "", err
	}
	return hash(m.fsys, names)
}

func (m *migrations) Apply(ctx context.Context, db *DB) error {
	if m.apply == nil {
		return nil
	}
	return m.apply(ctx, db)
}

// walk returns the paths of the regular files that are wanted.
func walk(fsys fs.FS, wanted func(string) bool) (names []string, err error) {
	err = fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() && wanted(name) {
			names = append(names, name)
		}
		return err
	})
	return names, err
}

// format is part of every hash: it changes with the way templates are made.
const format = "dbtest 1"

// hash returns the hash of the names and contents of files.
func hash(fsys fs.FS, names []string) (string, error) {
	sum := sha256.New()
	fmt.Fprintln(sum, format)
	for _, name := range names {
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return "", err
		}
		fmt.Fprintln(sum, len(name), name, len(text))
		sum.Write(text)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// key returns the short name of a template: of everything that makes it
// different from others.
func key(parts ...string) string {
	sum := sha256.New()
	for _, part := range parts {
		fmt.Fprintln(sum, len(part), part)
	}
	return hex.EncodeToString(sum.Sum(nil))[:16]
}
