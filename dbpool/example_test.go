package dbpool_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"time"

	_ "modernc.org/sqlite"

	"github.com/leakvet/leakvet/dbpool"
	"github.com/leakvet/leakvet/dbpool/retry"
)

// A program from the opening of its database to its removal.
func Example() {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(enroll(context.Background(), filepath.Join(dir, "users.db")))
	fmt.Println(os.Remove(dir)) // fails if a file is left in it
	// Output:
	// ada
	// grace
	// <nil>
	// <nil>
}

func enroll(ctx context.Context, path string) (err error) {
	pool, err := dbpool.Open(ctx, "sqlite", path, dbpool.Config{Remove: dbpool.RemoveSQLite(path)})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pool.Close(ctx)) }()

	err = pool.InTx(ctx, nil, func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "CREATE TABLE users (name TEXT)"); err != nil {
			return err // rolled back, as it is by a panic
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO users VALUES ('ada'), ('grace')")
		return err
	})
	if err != nil {
		return err
	}

	for rows, err := range pool.Rows(ctx, "SELECT name FROM users ORDER BY name") {
		if err != nil {
			return err
		}
		var name string
		if err := rows.Scan(&name); err != nil {
			return err // and the connection is back
		}
		fmt.Println(name)
	}
	return nil
}

// A pool that is exhausted says by whom.
func ExampleExhaustedError() {
	ctx := context.Background()
	pool, err := dbpool.Open(ctx, "sqlite", ":memory:", dbpool.Config{Name: "users", Kept: 1, Overflow: dbpool.None})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() {
		if err := pool.Close(ctx); err != nil {
			fmt.Println(err)
		}
	}()

	err = pool.With(ctx, func(ctx context.Context, _ *sql.Conn) error {
		ctx, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
		defer cancel()
		return pool.InTx(ctx, nil, transfer) // a second connection, while the first is held
	})
	fmt.Println(errors.Is(err, dbpool.ErrExhausted))
	fmt.Println(head(err))
	// Output:
	// true
	// dbpool: users: no connection within 20ms: 1 of 1 in use
	//     Conn held 20ms by dbpool_test.ExampleExhaustedError (example_test.go)
}

func transfer(context.Context, *sql.Tx) error { return nil }

// head is the start of a message, without what changes from run to run.
func head(err error) string {
	text := regexp.MustCompile(`\d+(\.\d+)?ms`).ReplaceAllString(err.Error(), "20ms")
	text = regexp.MustCompile(`:\d+\)`).ReplaceAllString(text, ")")
	return regexp.MustCompile(`^.*\n.*`).FindString(text)
}

// What a function forgets on its connection does not leave with it: it is
// closed, and the function has failed.
func ExamplePool_With() {
	ctx := context.Background()
	pool, err := dbpool.Open(ctx, "sqlite", ":memory:", dbpool.Config{Logger: quiet})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { fmt.Println("close:", pool.Close(ctx)) }()

	err = pool.With(ctx, func(ctx context.Context, conn *sql.Conn) error {
		_, err := conn.QueryContext(ctx, "SELECT 1") //leakvet:ignore unclosed this is what the example is about
		return err
	})
	leak, ok := errors.AsType[*dbpool.LeakError](err)
	if ok {
		fmt.Println("forgotten:", leak.Closed[0].Kind, leak.Closed[0].Query)
	}
	fmt.Println("in use:", pool.Stats().InUse)
	// Output:
	// forgotten: Rows SELECT 1
	// in use: 0
	// close: <nil>
}

// Close waits for nobody for ever: what is still open is named, and closed,
// before the database is removed.
func ExamplePool_Close() {
	ctx := context.Background()
	path := filepath.Join(os.TempDir(), fmt.Sprintf("example-%d.db", os.Getpid()))
	pool, err := dbpool.Open(ctx, "sqlite", path, dbpool.Config{
		DrainTimeout: 10 * time.Millisecond,
		Remove:       dbpool.RemoveSQLite(path),
		Logger:       quiet,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	tx, err := pool.DB().BeginTx(ctx, nil)
	if err != nil {
		fmt.Println(errors.Join(err, pool.Close(ctx)))
		return
	}

	leak, ok := errors.AsType[*dbpool.LeakError](pool.Close(ctx))
	if ok {
		fmt.Println("left open:", leak.Closed[0].Kind)
	}
	_, err = os.Stat(path)
	fmt.Println("removed:", errors.Is(err, os.ErrNotExist))
	fmt.Println("a late rollback:", tx.Rollback())
	// Output:
	// left open: Tx
	// removed: true
	// a late rollback: <nil>
}

// A transaction that may lose against another is tried again.
func ExamplePool_InTx() {
	ctx := context.Background()
	pool, err := dbpool.Open(ctx, "sqlite", ":memory:", dbpool.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() {
		if err := pool.Close(ctx); err != nil {
			fmt.Println(err)
		}
	}()

	isConflict := func(err error) bool { return errors.Is(err, errConflict) }
	policy := retry.Policy{Delay: time.Millisecond, Retryable: isConflict, Logger: quiet}
	attempts := 0
	err = retry.Do(ctx, "transfer", policy, func(ctx context.Context) error {
		return pool.InTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable}, func(context.Context, *sql.Tx) error {
			if attempts++; attempts == 1 {
				return errConflict
			}
			return nil
		})
	})
	fmt.Println(attempts, err)
	// Output: 2 <nil>
}

var errConflict = errors.New("could not serialize access")
