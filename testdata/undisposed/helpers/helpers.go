// Package helpers has pools that pass through functions of the same package.
package helpers

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"log"
)

func openTuned(dsn string) (*sql.DB, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(4)
	db.SetMaxIdleConns(4)
	return db, nil
}

func countUsers(ctx context.Context, db *sql.DB) (n int, err error) {
	err = db.QueryRowContext(ctx, "SELECT count(*) FROM users").Scan(&n)
	return n, err
}

func closeDB(db *sql.DB) {
	if db == nil {
		return
	}
	if err := db.Close(); err != nil {
		log.Printf("close database: %v", err)
	}
}

func closeQuietly(c io.Closer) {
	_ = c.Close()
}

func closeAll[C io.Closer](closers []C) error {
	var errs []error
	for _, c := range closers {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}

// reporter uses a pool which is not its own.
type reporter struct{ db *sql.DB }

func newReporter(db *sql.DB) *reporter { return &reporter{db: db} }

func (r *reporter) run(ctx context.Context) error {
	n, err := countUsers(ctx, r.db)
	if err != nil {
		return err
	}
	log.Printf("%d users", n)
	return nil
}

// The helper that opens makes its caller the owner.
func badHelperOpened(ctx context.Context, dsn string) error {
	db, err := openTuned(dsn) // want "undisposed: db "
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "ANALYZE users")
	return err
}

// The helper that gets the pool only uses it.
func badOnlyUsed(ctx context.Context, dsn string) (int, error) {
	db, err := sql.Open("postgres", dsn) // want "undisposed: db "
	if err != nil {
		return 0, err
	}
	return countUsers(ctx, db)
}

// The struct that gets the pool only borrows it.
func badLentToReporter(ctx context.Context, dsn string) error {
	db, err := sql.Open("postgres", dsn) // want "undisposed: db "
	if err != nil {
		return err
	}
	r := newReporter(db)
	return r.run(ctx)
}

// The closer is called for one of two pools.
func badHelperClosesOther(ctx context.Context, dsn, auditDSN string) error {
	db, err := openTuned(dsn)
	if err != nil {
		return err
	}
	defer closeDB(db)
	audit, err := openTuned(auditDSN) // want "undisposed: audit "
	if err != nil {
		return err
	}
	_, err = audit.ExecContext(ctx, "INSERT INTO events VALUES ('start')")
	return err
}

// The result that should be closed is thrown away.
func badResultDiscarded(dsn string) error {
	_, err := openTuned(dsn) // want "undisposed: "
	return err
}

func goodHelperCloses(ctx context.Context, dsn string) (int, error) {
	db, err := openTuned(dsn)
	if err != nil {
		return 0, err
	}
	defer closeDB(db)
	return countUsers(ctx, db)
}

func goodCloserHelper(ctx context.Context, dsn string) (int, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return 0, err
	}
	defer closeQuietly(db)
	return countUsers(ctx, db)
}

func goodGenericCloser(ctx context.Context, left, right string) error {
	a, err := sql.Open("postgres", left)
	if err != nil {
		return err
	}
	b, err := sql.Open("postgres", right)
	if err != nil {
		return errors.Join(err, a.Close())
	}
	_, err = countUsers(ctx, a)
	return errors.Join(err, closeAll([]*sql.DB{a, b}))
}

// The closure gets the pool as its parameter.
func goodClosureParameter(ctx context.Context, dsn string) (int, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return 0, err
	}
	defer func(c io.Closer) {
		if err := c.Close(); err != nil {
			log.Print(err)
		}
	}(db)
	return countUsers(ctx, db)
}

// The method value goes on a stack which the deferred loop runs.
func goodTeardownStack(ctx context.Context, dsn string) (int, error) {
	var teardown []func() error
	defer func() {
		for _, f := range teardown {
			if err := f(); err != nil {
				log.Print(err)
			}
		}
	}()
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return 0, err
	}
	teardown = append(teardown, db.Close)
	return countUsers(ctx, db)
}

func withDB(dsn string, work func(*sql.DB) error) error {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	return errors.Join(work(db), db.Close())
}

// The callback's pool belongs to the function that calls it.
func goodCallback(ctx context.Context, dsn string) error {
	return withDB(dsn, func(db *sql.DB) error {
		_, err := countUsers(ctx, db)
		return err
	})
}

// A parameter is the caller's.
func goodParameter(ctx context.Context, db *sql.DB) error {
	return newReporter(db).run(ctx)
}

type hook struct {
	onStart func(context.Context) error
	onStop  func(context.Context) error
}

type lifecycle struct{ hooks []hook }

func (l *lifecycle) add(h hook) { l.hooks = append(l.hooks, h) }

// The pool is closed by a hook, as under fx.
func goodLifecycleHook(l *lifecycle, dsn string) (*reporter, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	l.add(hook{
		onStart: db.PingContext,
		onStop:  func(context.Context) error { return db.Close() },
	})
	return newReporter(db), nil
}
