// Package paths has pools that are opened and closed, or not, within one function.
package paths

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"log"
	"time"
)

var errNoTable = errors.New("no table given")

func checkIntegrity(ctx context.Context, db *sql.DB) error {
	var verdict string
	if err := db.QueryRowContext(ctx, "PRAGMA integrity_check").Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return fmt.Errorf("database is damaged: %s", verdict)
	}
	return nil
}

// No close at all.
func badNeverClosed(ctx context.Context, dsn string) (int, error) {
	db, err := sql.Open("sqlite", dsn) // want "undisposed: db "
	if err != nil {
		return 0, err
	}
	var n int
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM jobs").Scan(&n); err != nil {
		return 0, err
	}
	return n, nil
}

// The open succeeds, the first contact fails.
func badPingFails(ctx context.Context, dsn string) (*sql.DB, error) {
	db, err := sql.Open("postgres", dsn) // want "undisposed: db "
	if err != nil {
		return nil, fmt.Errorf("open: %w", err)
	}
	db.SetMaxOpenConns(16)
	if err := db.PingContext(ctx); err != nil {
		return nil, fmt.Errorf("ping: %w", err)
	}
	return db, nil
}

// The failed ping is cleaned up after, the failed migration is not.
func badMigrationFails(ctx context.Context, dsn string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", dsn) // want "undisposed: db "
	if err != nil {
		return nil, err
	}
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if _, err := db.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS jobs (id INTEGER PRIMARY KEY)"); err != nil {
		return nil, fmt.Errorf("migrate: %w", err)
	}
	return db, nil
}

// The close stands at the end of the happy path only.
func badClosedOnSuccessOnly(ctx context.Context, dsn string) error {
	db, err := sql.Open("sqlite", dsn) // want "undisposed: db "
	if err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, "VACUUM"); err != nil {
		return fmt.Errorf("vacuum: %w", err)
	}
	return db.Close()
}

// The close hangs on a condition that has nothing to do with the open.
func badClosedWhenVerbose(ctx context.Context, dsn string, verbose bool) error {
	db, err := sql.Open("sqlite", dsn) // want "undisposed: db "
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "ANALYZE")
	if verbose {
		log.Printf("analyzed %s, %d connections", dsn, db.Stats().OpenConnections)
		return errors.Join(err, db.Close())
	}
	return err
}

// The variable is overwritten by the pool of the fallback.
func badReplacedByReplica(ctx context.Context, primary, replica string) error {
	db, err := sql.Open("postgres", primary) // want "undisposed: db "
	if err != nil {
		return err
	}
	if err := db.PingContext(ctx); err != nil {
		db, err = sql.Open("postgres", replica)
		if err != nil {
			return err
		}
	}
	defer db.Close()
	return checkIntegrity(ctx, db)
}

// One case returns past the close at the end.
func badOneCaseForgets(ctx context.Context, dsn, mode string) error {
	db, err := sql.Open("sqlite", dsn) // want "undisposed: db "
	if err != nil {
		return err
	}
	switch mode {
	case "vacuum":
		_, err = db.ExecContext(ctx, "VACUUM")
	case "check":
		return checkIntegrity(ctx, db)
	default:
		err = fmt.Errorf("unknown mode %q", mode)
	}
	return errors.Join(err, db.Close())
}

// continue skips the close at the end of the loop body.
func badSkippedShard(ctx context.Context, shards []string) error {
	for _, dsn := range shards {
		db, err := sql.Open("sqlite", dsn) // want "undisposed: db "
		if err != nil {
			return err
		}
		if err := db.PingContext(ctx); err != nil {
			log.Printf("shard %s is down: %v", dsn, err)
			continue
		}
		_, err = db.ExecContext(ctx, "PRAGMA optimize")
		if err := errors.Join(err, db.Close()); err != nil {
			return err
		}
	}
	return nil
}

// Each failed attempt leaves its pool behind.
func badRetryDropsAttempts(ctx context.Context, dsn string) (*sql.DB, error) {
	var lastErr error
	for range 5 {
		db, err := sql.Open("postgres", dsn) // want "undisposed: db "
		if err != nil {
			return nil, err
		}
		if lastErr = db.PingContext(ctx); lastErr == nil {
			return db, nil
		}
		time.Sleep(time.Second)
	}
	return nil, fmt.Errorf("database does not come up: %w", lastErr)
}

// A check of the input stands between the open and the defer.
func badDeferTooLate(ctx context.Context, dsn, table string) error {
	db, err := sql.Open("sqlite", dsn) // want "undisposed: db "
	if err != nil {
		return err
	}
	if table == "" {
		return errNoTable
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, "DELETE FROM "+table)
	return err
}

// The deferred closure is copied from a constructor: it closes after errors only.
func badClosedOnErrorOnly(ctx context.Context, dsn string) (err error) {
	db, err := sql.Open("sqlite", dsn) // want "undisposed: db "
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			db.Close()
		}
	}()
	_, err = db.ExecContext(ctx, "REINDEX")
	return err
}

// The deferred closure looks at an err that the failing one shadows.
func badShadowedError(ctx context.Context, dsn string) (*sql.DB, error) {
	db, err := sql.Open("postgres", dsn) // want "undisposed: db "
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			db.Close()
		}
	}()
	if err := db.PingContext(ctx); err != nil {
		return nil, err
	}
	return db, nil
}

func copyJobs(ctx context.Context, dst, src *sql.DB) error {
	var n int
	if err := src.QueryRowContext(ctx, "SELECT count(*) FROM jobs").Scan(&n); err != nil {
		return err
	}
	_, err := dst.ExecContext(ctx, "INSERT INTO totals VALUES (?)", n)
	return err
}

// The second open fails and the first pool is forgotten.
func badSecondOpenFails(ctx context.Context, from, to string) error {
	src, err := sql.Open("sqlite", from) // want "undisposed: src "
	if err != nil {
		return err
	}
	dst, err := sql.Open("sqlite", to)
	if err != nil {
		return err
	}
	defer src.Close()
	defer dst.Close()
	return copyJobs(ctx, dst, src)
}

// OpenDB has no error to check and still makes a pool.
func badConnector(ctx context.Context, c driver.Connector) error {
	db := sql.OpenDB(c) // want "undisposed: db "
	db.SetConnMaxLifetime(time.Minute)
	_, err := db.ExecContext(ctx, "SELECT 1")
	return err
}

// The pools gathered so far are lost when a later one cannot be opened.
func badShardsLost(dsns []string) ([]*sql.DB, error) {
	var shards []*sql.DB
	for _, dsn := range dsns {
		db, err := sql.Open("postgres", dsn) // want "undisposed: db "
		if err != nil {
			return nil, fmt.Errorf("open %s: %w", dsn, err)
		}
		shards = append(shards, db)
	}
	return shards, nil
}

// The goroutine opens a pool of its own and ends without closing it.
func badInGoroutine(ctx context.Context, dsn string, beats <-chan time.Time) {
	go func() {
		db, err := sql.Open("sqlite", dsn) // want "undisposed: db "
		if err != nil {
			log.Print(err)
			return
		}
		for t := range beats {
			if _, err := db.ExecContext(ctx, "INSERT INTO beats VALUES (?)", t); err != nil {
				log.Print(err)
			}
		}
	}()
}

type command struct {
	name string
	run  func(ctx context.Context, args []string) error
}

// A command: its function literal is a function like any other.
func badCommand() command {
	return command{name: "prune", run: func(ctx context.Context, args []string) error {
		db, err := sql.Open("sqlite", args[0]) // want "undisposed: db "
		if err != nil {
			return err
		}
		_, err = db.ExecContext(ctx, "DELETE FROM jobs WHERE done")
		return err
	}}
}
