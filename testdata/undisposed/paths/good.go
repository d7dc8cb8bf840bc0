package paths

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log"
	"time"
)

func goodDeferred(ctx context.Context, dsn string) error {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	return checkIntegrity(ctx, db)
}

func goodPingFailureCloses(ctx context.Context, dsn string) (*sql.DB, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	if err := db.PingContext(ctx); err != nil {
		db.Close()
		return nil, fmt.Errorf("ping: %w", err)
	}
	return db, nil
}

// A provider for a dependency injection container: the caller gets the pool.
func goodProvide(dsn string) (*sql.DB, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(8)
	db.SetConnMaxIdleTime(time.Minute)
	return db, nil
}

// One close at the end serves the good and the bad result.
func goodJoined(ctx context.Context, dsn string) error {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "VACUUM")
	return errors.Join(err, db.Close())
}

func goodDeferredClosureLogs(ctx context.Context, dsn string) error {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return err
	}
	defer func() {
		if err := db.Close(); err != nil {
			log.Printf("close %s: %v", dsn, err)
		}
	}()
	return checkIntegrity(ctx, db)
}

// The named error tells the deferred closure whether the pool goes out.
func goodNamedErrorDecides(ctx context.Context, dsn string) (_ *sql.DB, err error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			db.Close()
		}
	}()
	if _, err := db.ExecContext(ctx, "SET search_path = jobs"); err != nil {
		return nil, fmt.Errorf("search path: %w", err)
	}
	return db, nil
}

// A flag tells the deferred closure that the pool was handed over.
func goodTransferredFlag(ctx context.Context, dsn string) (*sql.DB, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	handedOver := false
	defer func() {
		if !handedOver {
			db.Close()
		}
	}()
	if err := db.PingContext(ctx); err != nil {
		return nil, err
	}
	handedOver = true
	return db, nil
}

func goodClosedInEveryCase(ctx context.Context, dsn, mode string) error {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return err
	}
	switch mode {
	case "vacuum":
		_, err := db.ExecContext(ctx, "VACUUM")
		return errors.Join(err, db.Close())
	case "check":
		defer db.Close()
		return checkIntegrity(ctx, db)
	default:
		return errors.Join(fmt.Errorf("unknown mode %q", mode), db.Close())
	}
}

// The success branch is the inner one.
func goodInvertedCheck(ctx context.Context, dsn string) error {
	db, err := sql.Open("sqlite", dsn)
	if err == nil {
		defer db.Close()
		err = checkIntegrity(ctx, db)
	}
	return err
}

// There is a pool only if one is configured.
func goodNilMeansNotOpened(ctx context.Context, dsn string) (err error) {
	var db *sql.DB
	if dsn != "" {
		if db, err = sql.Open("sqlite", dsn); err != nil {
			return err
		}
	}
	log.Print("starting the report")
	if db != nil {
		err = errors.Join(checkIntegrity(ctx, db), db.Close())
	}
	return err
}

type settings struct {
	DB  *sql.DB
	DSN string
}

// A given pool is the giver's, an opened one is ours.
func goodBorrowedOrOpened(ctx context.Context, s settings) error {
	db, owned := s.DB, false
	if db == nil {
		var err error
		if db, err = sql.Open("postgres", s.DSN); err != nil {
			return err
		}
		owned = true
	}
	err := checkIntegrity(ctx, db)
	if owned {
		err = errors.Join(err, db.Close())
	}
	return err
}

func goodRetryClosesAttempts(ctx context.Context, dsn string) (*sql.DB, error) {
	var lastErr error
	for range 5 {
		db, err := sql.Open("postgres", dsn)
		if err != nil {
			return nil, err
		}
		if lastErr = db.PingContext(ctx); lastErr == nil {
			return db, nil
		}
		lastErr = errors.Join(lastErr, db.Close())
		time.Sleep(time.Second)
	}
	return nil, lastErr
}

// The pools gathered so far are closed when a later one cannot be opened.
func goodShardsClosed(dsns []string) ([]*sql.DB, error) {
	var shards []*sql.DB
	for _, dsn := range dsns {
		db, err := sql.Open("postgres", dsn)
		if err != nil {
			for _, open := range shards {
				err = errors.Join(err, open.Close())
			}
			return nil, err
		}
		shards = append(shards, db)
	}
	return shards, nil
}

// The first pool is closed before the variable is used again.
func goodClosedBeforeReplaced(ctx context.Context, primary, replica string) error {
	db, err := sql.Open("postgres", primary)
	if err != nil {
		return err
	}
	if db.PingContext(ctx) != nil {
		db.Close()
		if db, err = sql.Open("postgres", replica); err != nil {
			return err
		}
	}
	defer db.Close()
	return checkIntegrity(ctx, db)
}

// A panic is no return.
func goodMustOpen(dsn string) *sql.DB {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		panic(err)
	}
	if err := db.Ping(); err != nil {
		panic(fmt.Sprintf("ping: %v", err))
	}
	return db
}

// The goroutine lives as long as the context and closes the pool then.
func goodGoroutineCloses(ctx context.Context, dsn string) (int, error) {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return 0, err
	}
	go func() {
		<-ctx.Done()
		if err := db.Close(); err != nil {
			log.Print(err)
		}
	}()
	var n int
	err = db.QueryRowContext(ctx, "SELECT count(*) FROM jobs").Scan(&n)
	return n, err
}

func goodContextAfterFunc(ctx context.Context, dsn string) error {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return err
	}
	context.AfterFunc(ctx, func() { db.Close() })
	return checkIntegrity(ctx, db)
}

// The cleanup goes out beside the result, as wire wants it.
func goodReturnsCleanup(ctx context.Context, dsn string) (func(context.Context) error, func(), error) {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, nil, err
	}
	check := func(ctx context.Context) error { return checkIntegrity(ctx, db) }
	return check, func() { db.Close() }, nil
}

// The pool is sent to whoever waits for it.
func goodSent(dsn string, opened chan<- *sql.DB) error {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	opened <- db
	return nil
}
