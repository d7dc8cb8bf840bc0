// Package callbacks hands pools to code that cannot be seen.
package callbacks

import (
	"context"
	"database/sql"

	"example.com/cases/undisposed/callbacks/lib"
)

// A step works on the pool and does not keep it.
func badMigrated(ctx context.Context, dsn string, steps []lib.Step) error {
	db, err := sql.Open("postgres", dsn) // want "undisposed: db .*is never closed"
	if err != nil {
		return err
	}
	return lib.Migrate(ctx, db, steps)
}

func goodMigrated(ctx context.Context, dsn string, steps []lib.Step) error {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	return lib.Migrate(ctx, db, steps)
}

func badSeeded(dsn string, seed func(*sql.DB) error) error {
	db, err := sql.Open("postgres", dsn) // want "undisposed: db .*is never closed"
	if err != nil {
		return err
	}
	return seed(db)
}

// What the func makes may live on the pool.
func goodBuilt(dsn string, build func(*sql.DB) lib.Counter) (lib.Counter, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	return build(db), nil
}

func badInTx(ctx context.Context, db *sql.DB, f func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil) // want "unclosed: tx .*is never committed or rolled back"
	if err != nil {
		return err
	}
	return f(tx)
}

func goodInTx(ctx context.Context, db *sql.DB, f func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := f(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// The counter cannot close what it counts in.
func badCounted(ctx context.Context, dsn string) (int, error) {
	db, err := sql.Open("postgres", dsn) // want "undisposed: db .*is never closed"
	if err != nil {
		return 0, err
	}
	return lib.NewCounter(db).Count(ctx)
}

func goodCounted(ctx context.Context, dsn string) (int, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	return lib.NewCounter(db).Count(ctx)
}

// The pool goes to the caller in the counter: who closes it cannot be told.
func goodCounter(dsn string) (lib.Counter, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	return lib.NewCounter(db), nil
}

func badStore(ctx context.Context, dsn string) (int, error) {
	s, err := lib.OpenStore(dsn) // want "undisposed: s .*is never closed"
	if err != nil {
		return 0, err
	}
	return s.Counter.Count(ctx)
}

func goodStore(ctx context.Context, dsn string) (int, error) {
	s, err := lib.OpenStore(dsn)
	if err != nil {
		return 0, err
	}
	defer s.Close()
	return s.Counter.Count(ctx)
}

// There are as many figures as pools, and so the last loop closes each of them.
func goodSideBySide(dsns []string, work func(*sql.DB) error) ([]int, error) {
	dbs := []*sql.DB{}
	for _, dsn := range dsns {
		db, err := sql.Open("postgres", dsn)
		if err != nil {
			for _, db := range dbs {
				db.Close()
			}
			return nil, err
		}
		dbs = append(dbs, db)
	}
	counts := make([]int, len(dbs))
	for i, db := range dbs {
		if work(db) == nil {
			counts[i]++
		}
	}
	for i := range counts {
		dbs[i].Close()
	}
	return counts, nil
}

// The figures are counted once more, the pools are not closed.
func badSideBySide(dsns []string, work func(*sql.DB) error) (n int, err error) {
	dbs := []*sql.DB{}
	for _, dsn := range dsns {
		db, err := sql.Open("postgres", dsn) // want "undisposed: db .*is not closed"
		if err != nil {
			for _, db := range dbs {
				db.Close()
			}
			return 0, err
		}
		dbs = append(dbs, db)
	}
	counts := make([]int, len(dbs))
	for i, db := range dbs {
		if work(db) == nil {
			counts[i]++
		}
	}
	for i := range counts {
		n += counts[i]
	}
	return n, nil
}

// The view closes the pool, two levels down.
func goodView(dsn string) (*lib.View, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	return lib.NewView(db), nil
}

func goodViewClosed(dsn string) (string, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return "", err
	}
	v := lib.NewView(db)
	defer v.Close()
	return v.Name(), nil
}

func badView(dsn string) (string, error) {
	db, err := sql.Open("postgres", dsn) // want "undisposed: db .*is never closed"
	if err != nil {
		return "", err
	}
	return lib.NewView(db).Name(), nil
}

// The helper hands on what the func opens.
func badOpened(dsn string) error {
	db, err := lib.Opened("users", func() (*sql.DB, error) { return sql.Open("postgres", dsn) }) // want "undisposed: db .*is never closed"
	if err != nil {
		return err
	}
	return db.Ping()
}

func goodOpened(dsn string) error {
	db, err := lib.Opened("users", func() (*sql.DB, error) { return sql.Open("postgres", dsn) })
	if err != nil {
		return err
	}
	defer db.Close()
	return db.Ping()
}

func badTwice(dsn string) error {
	db, err := lib.Twice(func() (*sql.DB, error) { return sql.Open("postgres", dsn) }) // want "undisposed: db .*is never closed"
	if err != nil {
		return err
	}
	return db.Ping()
}

// The func only looks up.
func goodLookedUp(all map[string]*sql.DB) error {
	db, err := lib.Opened("users", func() (*sql.DB, error) { return all["users"], nil })
	if err != nil {
		return err
	}
	return db.Ping()
}

var shared struct{ db *sql.DB }

func closeShared() error { return shared.db.Close() }

// The func opens it once and keeps it: whoever gets it borrows.
func goodKept(dsn string) error {
	db, err := lib.Opened("users", func() (*sql.DB, error) {
		db, err := sql.Open("postgres", dsn)
		if err == nil {
			shared.db = db
		}
		return db, err
	})
	if err != nil {
		return err
	}
	return db.Ping()
}
