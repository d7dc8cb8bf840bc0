// Package fatal has functions that end the process with releases deferred.
package fatal

import (
	"compress/gzip"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"syscall"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

var errEmpty = errors.New("empty")

func badDeferredPool(path string) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("VACUUM"); err != nil {
		log.Fatalf("vacuum: %v", err) // want "cleanupexit: log.Fatalf ends the process and the deferred db.Close\\(\\) does not run"
	}
}

// The exit is the normal end.
func badAtTheEnd(path string) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer func() {
		if err := db.Close(); err != nil {
			log.Print(err)
		}
	}()
	if _, err := db.Exec("VACUUM"); err != nil {
		log.Print(err)
	}
	os.Exit(0) // want "cleanupexit: os.Exit ends the process and the deferred function does not run: db .* is never closed"
}

func badServer(dsn string, serve func(*sql.DB) error) {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	log.Fatal(serve(db)) // want "cleanupexit: log.Fatal ends"
}

func badPgxPool(ctx context.Context, dsn string) {
	pool, err := pgxpool.New(ctx, dsn)
	if err != nil {
		log.Fatalln(err)
	}
	defer pool.Close()
	if err := pool.Ping(ctx); err != nil {
		log.Fatalln(err) // want "cleanupexit: log.Fatalln ends .* the deferred pool.Close\\(\\)"
	}
}

func badPgxConn(ctx context.Context, dsn string) {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close(ctx)
	if err := conn.Ping(ctx); err != nil {
		syscall.Exit(1) // want "cleanupexit: syscall.Exit ends .* the deferred conn.Close\\(ctx\\)"
	}
}

func badTx(db *sql.DB) {
	tx, err := db.Begin()
	if err != nil {
		log.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := tx.Exec("DELETE FROM jobs"); err != nil {
		log.Fatal(err) // want "cleanupexit: log.Fatal ends .* the deferred tx.Rollback\\(\\) .* tx .* is never committed or rolled back"
	}
	if err := tx.Commit(); err != nil {
		log.Fatal(err)
	}
}

func badBuffer(w io.Writer, text string) {
	zw := gzip.NewWriter(w)
	defer zw.Close()
	if _, err := io.WriteString(zw, text); err != nil {
		log.Print(err)
	}
	if text == "" {
		os.Exit(2) // want "cleanupexit: os.Exit ends .* what zw still holds is lost"
	}
}

// Two exits, and two that are pending: one report, at the first.
func badTwo(a, b string) {
	first, err := sql.Open("sqlite", a)
	if err != nil {
		log.Fatal(err)
	}
	defer first.Close()
	second, err := sql.Open("sqlite", b)
	if err != nil {
		log.Fatal(err) // want "cleanupexit: .* the deferred first.Close\\(\\)"
	}
	defer second.Close()
	if err := second.Ping(); err != nil {
		log.Fatal(err)
	}
}

// A parameter that the function closes.
func badParam(db *sql.DB) {
	defer db.Close()
	if err := db.Ping(); err != nil {
		log.Fatal(err) // want "cleanupexit: .* the deferred db.Close\\(\\)"
	}
}

// The exit stands in a closure that is called here.
func badInClosure(path string) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	must := func(err error) {
		if err != nil {
			db.Exec("ROLLBACK")
			log.Fatal(err) // want "cleanupexit: "
		}
	}
	must(db.Ping())
}

// The exit is deferred itself, and runs first.
func badDeferredExit(path string) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	defer os.Exit(0) // want "cleanupexit: os.Exit ends .* the deferred db.Close\\(\\)"
	if _, err := db.Exec("VACUUM"); err != nil {
		log.Print(err)
	}
}

func badSwitch(db *sql.DB, mode string) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	switch mode {
	case "commit":
		return tx.Commit()
	case "none":
		return errEmpty
	}
	log.Fatalf("mode %q", mode) // want "cleanupexit: "
	return nil
}

// good: nothing is deferred when the process ends.

func goodBeforeDefer(path string) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("VACUUM"); err != nil {
		log.Print(err)
	}
}

func goodClosedFirst(path string) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("VACUUM"); err != nil {
		db.Close()
		log.Fatal(err)
	}
}

func goodPanic(db *sql.DB) {
	tx, err := db.Begin()
	if err != nil {
		panic(err)
	}
	defer tx.Rollback()
	if _, err := tx.Exec("DELETE FROM jobs"); err != nil {
		panic(err) // runs what is deferred
	}
	if err := tx.Commit(); err != nil {
		log.Panic(err)
	}
}

// The file is the operating system's when the process is gone.
func goodFile(path string) {
	f, err := os.Open(path)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	if _, err := io.Copy(os.Stdout, f); err != nil {
		log.Fatal(err)
	}
}

func goodCommitted(db *sql.DB) {
	tx, err := db.Begin()
	if err != nil {
		log.Fatal(err)
	}
	defer tx.Rollback()
	if err := tx.Commit(); err != nil {
		log.Fatal(err) // the transaction is over
	}
	os.Exit(0)
}

// The deferred call belongs to a function that has returned by then.
func goodInner(path string) {
	migrate := func() error {
		db, err := sql.Open("sqlite", path)
		if err != nil {
			return err
		}
		defer db.Close()
		return db.Ping()
	}
	if err := migrate(); err != nil {
		log.Fatal(err)
	}
	os.Exit(0)
}

// The deferred call is made on the other path only.
func goodOtherPath(path string, check bool) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		log.Fatal(err)
	}
	if check {
		err := db.Ping()
		db.Close()
		if err != nil {
			log.Fatal(err)
		}
		return
	}
	defer db.Close()
	if _, err := db.Exec("VACUUM"); err != nil {
		log.Print(err)
	}
}

// The exit is deferred first, and runs last.
func goodDeferredExit(path string) {
	defer os.Exit(0)
	db, err := sql.Open("sqlite", path)
	if err != nil {
		log.Print(err)
		return
	}
	defer db.Close()
	if _, err := db.Exec("VACUUM"); err != nil {
		log.Print(err)
	}
}

// Whether a pool was opened decides whether there is something to close.
func goodNotOpened(path string) {
	var db *sql.DB
	if path != "" {
		var err error
		if db, err = sql.Open("sqlite", path); err != nil {
			log.Fatal(err)
		}
		defer db.Close()
	}
	if db == nil {
		log.Fatal("no path")
	}
	if err := db.Ping(); err != nil {
		log.Print(err)
	}
}

func goodFlushed(w io.Writer, text string) {
	zw := gzip.NewWriter(w)
	defer zw.Close()
	if _, err := io.WriteString(zw, text); err != nil {
		log.Print(err)
		return
	}
	if err := zw.Close(); err != nil {
		log.Fatal(err)
	}
}

func goodNilGuard(db *sql.DB) {
	if db == nil {
		log.Fatal("no database")
	}
	defer db.Close()
	if err := db.Ping(); err != nil {
		log.Print(err)
	}
}

var shared *sql.DB

func badShared(path string) (err error) {
	if shared, err = sql.Open("sqlite", path); err != nil {
		return err
	}
	defer shared.Close()
	if err := shared.Ping(); err != nil {
		log.Fatal(err) // want "cleanupexit: log.Fatal ends .* the deferred shared.Close\\(\\)"
	}
	return nil
}

func goodSharedClosedFirst(path string) (err error) {
	if shared, err = sql.Open("sqlite", path); err != nil {
		return err
	}
	defer shared.Close()
	if err := shared.Ping(); err != nil {
		shared.Close()
		log.Fatal(err)
	}
	return nil
}

// What was made over the pool is deferred, too; it is another one that closes it.
func badAnnounced(path string, announce func(*sql.DB) func()) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		log.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			log.Print(err)
		}
	}()
	withdraw := announce(db)
	defer withdraw()
	if err := db.Ping(); err != nil {
		log.Fatal(err) // want "cleanupexit: log.Fatal ends the process and the deferred function does not run: db .* is never closed"
	}
}
