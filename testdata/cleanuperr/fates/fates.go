// Package fates is about what may become of an error.
package fates

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"log/slog"
	"os"
)

func badEmptyBranch(db *sql.DB) {
	defer func() {
		if err := db.Close(); err != nil { // want "cleanuperr: the error of db.Close is tested, and nothing comes of it"
		}
	}()
}

func badReturnsOnly(db *sql.DB) {
	defer func() {
		if err := db.Close(); err != nil { // want "cleanuperr: the error of db.Close is tested, and nothing comes of it"
			return
		}
		fmt.Println("closed")
	}()
}

func badFormatted(db *sql.DB) {
	defer func() {
		err := db.Close() // want "cleanuperr: the error of db.Close is tested, and nothing comes of it"
		if errors.Is(err, fs.ErrClosed) {
			return
		}
	}()
}

func CloseQuietly(db *sql.DB) error {
	if err := db.Close(); err != nil { // want "cleanuperr: the error of db.Close is tested, and nothing comes of it"
		return nil
	}
	return nil
}

func goodSlog(db *sql.DB) {
	defer func() {
		if err := db.Close(); err != nil {
			slog.Error("close", "error", err)
		}
	}()
}

// That it failed is logged, if not why.
func goodLoggedWithout(db *sql.DB) {
	defer func() {
		if db.Close() != nil {
			log.Print("the pool could not be closed")
		}
	}()
}

func goodStderr(db *sql.DB) {
	defer func() { fmt.Fprintln(os.Stderr, db.Close()) }()
}

func goodExcept(db *sql.DB) {
	defer func() {
		if err := db.Close(); err != nil && !errors.Is(err, sql.ErrConnDone) {
			log.Print(err)
		}
	}()
}

func goodSent(db *sql.DB, failed chan<- error) {
	defer func() { failed <- db.Close() }()
}

func goodStored(db *sql.DB, last *error) {
	defer func() { *last = db.Close() }()
}

func goodCounted(db *sql.DB) (failures int) {
	defer func() {
		if err := db.Close(); err != nil {
			failures++
		}
	}()
	return 0
}

func goodStatus(db *sql.DB) int {
	code := 0
	if err := Close(db); err != nil {
		code = 1
	}
	return code
}

func Close(db *sql.DB) error {
	if err := db.Close(); err != nil {
		return fmt.Errorf("close: %w", err)
	}
	return nil
}

func goodPassed(db *sql.DB, report func(error)) {
	defer func() { report(db.Close()) }()
}

func goodPanics(db *sql.DB) {
	defer func() {
		if err := db.Close(); err != nil {
			panic(err)
		}
	}()
}

type cleaner struct{ failed bool }

func (c *cleaner) Stop(db *sql.DB) {
	err := db.Close()
	c.failed = err != nil
}

// A wrapper logs whatever goes through it.
func goodWrapped(db *sql.DB) {
	defer logged("close", db.Close)
}

func logged(what string, f func() error) {
	if err := f(); err != nil {
		log.Print(what, err)
	}
}

// Whoever receives hears of it.
func goodSignalled(tx *sql.Tx, events chan<- string) {
	if err := tx.Commit(); err != nil {
		close(events)
		return
	}
	events <- "done"
}

// It comes here only with an error, which is the one to return.
func goodFailedAnyway(dsn string, quiet bool) error {
	db, err := sql.Open("pgx", dsn)
	if err == nil {
		if err = db.Ping(); err == nil {
			return db.Close()
		}
	}
	if quiet {
		defer db.Close()
		return err
	}
	fmt.Println(err)
	return errors.Join(err, db.Close())
}

func badMayHaveFailed(dsn string, quiet bool) error {
	db, err := sql.Open("pgx", dsn)
	if err == nil {
		err = db.Ping()
	}
	if quiet {
		defer db.Close() // want "cleanuperr: the error of db.Close is dropped"
		return err
	}
	return errors.Join(err, db.Close())
}
