// Package goroutines is about goroutines that outlive the test.
package goroutines

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

func badStarted(t *testing.T, db *sql.DB) {
	defer db.Close() // want "cleanuptest: db.Close runs while a goroutine that the test does not wait for may still use what it releases"
	go func() {
		if err := db.Ping(); err != nil {
			t.Log(err)
		}
	}()
	require.NoError(t, db.Ping())
}

func badLoop(t *testing.T, open func() *sql.DB) {
	db := open()
	defer func() { require.NoError(t, db.Close()) }() // want "cleanuptest: func.* runs while a goroutine"
	for range 3 {
		go func() { db.Exec("INSERT INTO a VALUES (1)") }()
	}
}

func badTx(t *testing.T, tx *sql.Tx) {
	defer tx.Rollback() // want "cleanuptest: tx.Rollback runs while a goroutine"
	go func() { tx.Exec("INSERT INTO a VALUES (1)") }()
}

func goodWaited(t *testing.T, db *sql.DB) {
	defer db.Close()
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		db.Exec("INSERT INTO a VALUES (1)")
	}()
	wg.Wait()
}

func goodReceived(t *testing.T, db *sql.DB) {
	defer db.Close()
	done := make(chan error)
	go func() { done <- db.Ping() }()
	require.NoError(t, <-done)
}

func goodDeferredWait(t *testing.T, db *sql.DB) {
	defer db.Close()
	done := make(chan struct{})
	defer func() { <-done }()
	go func() {
		defer close(done)
		db.Exec("INSERT INTO a VALUES (1)")
	}()
}

func goodEventually(t *testing.T, db *sql.DB) {
	defer db.Close()
	go func() { db.Exec("INSERT INTO a VALUES (1)") }()
	require.Eventually(t, func() bool { return db.Ping() == nil }, 1000, 10)
}

func goodOther(t *testing.T, db, other *sql.DB) {
	defer db.Close()
	go func() { other.Exec("INSERT INTO a VALUES (1)") }()
}

// Nobody knows what stop does.
func goodStopped(t *testing.T, db *sql.DB, stop func()) {
	defer db.Close()
	go func() { db.Exec("INSERT INTO a VALUES (1)") }()
	stop()
}

// It is not a test that ends here.
func goodNoTest(db *sql.DB) {
	defer db.Close()
	go func() { db.Exec("INSERT INTO a VALUES (1)") }()
}

// To join a path, or errors, waits for nobody.
func badJoinedPath(t *testing.T, dir string) {
	db, err := sql.Open("sqlite", filepath.Join(dir, "a.db"))
	require.NoError(t, err)
	defer db.Close() // want "cleanuptest: db.Close runs while a goroutine"
	go func() { db.Exec("INSERT INTO a VALUES (1)") }()
}

func badJoinedErrors(t *testing.T, db *sql.DB) {
	defer func() { require.NoError(t, errors.Join(db.Ping(), db.Close())) }() // want "cleanuptest: func.* runs while a goroutine"
	go func() { db.Exec("INSERT INTO a VALUES (1)") }()
}

// A file that is written to the disk is no goroutine.
func badSynced(t *testing.T, db *sql.DB, f *os.File) {
	defer db.Close() // want "cleanuptest: db.Close runs while a goroutine"
	go func() { db.Exec("INSERT INTO a VALUES (1)") }()
	require.NoError(t, f.Sync())
}

// There is no "stop" in it.
func MustOpen(dsn string) *sql.DB {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		panic(err)
	}
	return db
}

func badMustOpen(t *testing.T) {
	db := MustOpen("postgres://localhost/app")
	defer db.Close() // want "cleanuptest: db.Close runs while a goroutine"
	go func() { db.Exec("INSERT INTO a VALUES (1)") }()
}

type workers interface {
	JoinAll()
	AwaitTermination()
	WGDone()
	alldone()
}

func goodJoined(t *testing.T, db *sql.DB, w workers) {
	defer db.Close()
	go func() { db.Exec("INSERT INTO a VALUES (1)") }()
	w.JoinAll()
}

func goodAwaited(t *testing.T, db *sql.DB, w workers) {
	defer db.Close()
	go func() { db.Exec("INSERT INTO a VALUES (1)") }()
	w.AwaitTermination()
}

func goodAcronym(t *testing.T, db *sql.DB, w workers) {
	defer db.Close()
	go func() { db.Exec("INSERT INTO a VALUES (1)") }()
	w.WGDone()
}

func goodOneWord(t *testing.T, db *sql.DB, w workers) {
	defer db.Close()
	go func() { db.Exec("INSERT INTO a VALUES (1)") }()
	w.alldone()
}

func poll(db *sql.DB) {
	for range 10 {
		db.Ping()
	}
}

func badNamed(t *testing.T, open func() *sql.DB) {
	db := open()
	defer db.Close() // want "cleanuptest: db.Close runs while a goroutine"
	go poll(db)
}

func badGiven(t *testing.T, open func() *sql.DB) {
	db := open()
	defer db.Close() // want "cleanuptest: db.Close runs while a goroutine"
	go func(db *sql.DB) { db.Ping() }(db)
}

func goodNamedOther(t *testing.T, open func() *sql.DB) {
	db, other := open(), open()
	defer db.Close()
	go poll(other)
}

func goodNamedWaited(t *testing.T, open func() *sql.DB, done chan struct{}) {
	db := open()
	defer db.Close()
	go poll(db)
	<-done
}
