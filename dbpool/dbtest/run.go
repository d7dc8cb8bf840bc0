package dbtest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
)

// Run makes a database for something else than a test, runs f with it, and
// takes it down. It returns nil only if f succeeded, closed what it opened, and
// the cleanup succeeded; otherwise the errors of all of them. If f failed or
// panicked, the database is kept, and the error says how to look at it; after a
// panic, which goes on, the log does.
func (s *Source) Run(ctx context.Context, name string, f func(ctx context.Context, db *DB) error) (err error) {
	db, err := s.open(ctx, name)
	if err != nil {
		return err
	}
	returned := false
	defer func() {
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanupTime)
		defer cancel()
		out := db.finish(ending, !returned || err != nil)
		if out.kept != "" {
			out.err = join(out.err, fmt.Errorf("the database is kept: %s", out.kept))
		}
		if err = join(err, out.err); !returned && err != nil {
			slog.Error("dbtest: after a panic", "name", name, "err", err)
		}
	}()
	err = f(ctx, db)
	returned = true
	return err
}

// Main runs the tests of a package with one database for all of them, which use
// is given before, and returns the exit code: 0 only if the tests and the
// cleanup succeeded and nothing was left open.
//
//	var db *dbtest.DB
//
//	func TestMain(m *testing.M) {
//		os.Exit(source.Main(m, func(shared *dbtest.DB) { db = shared }))
//	}
func (s *Source) Main(m interface{ Run() int }, use func(*DB)) int {
	code := 1
	err := s.Run(context.Background(), "TestMain", func(_ context.Context, db *DB) error {
		use(db)
		if code = m.Run(); code != 0 {
			return errors.New("tests failed")
		}
		return nil
	})
	if err != nil {
		slog.Error("dbtest: TestMain", "err", err)
		return max(code, 1)
	}
	return code
}
