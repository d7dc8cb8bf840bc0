// Package loggers ends the process by loggers of the code's own.
package loggers

import (
	"database/sql"
	"os"
)

// Logger is an interface as many have.
type Logger interface {
	Info(args ...any)
	Fatal(args ...any)
}

// TestingT is what assertions want.
type TestingT interface {
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// console ends the process.
type console struct{}

func (console) Fatal(...any) { os.Exit(1) }

// memory remembers, and goes on.
type memory struct{ last []any }

func (m *memory) Fatal(args ...any) { m.last = args }

func badInterface(db *sql.DB, log Logger) {
	tx, err := db.Begin()
	if err != nil {
		log.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := tx.Exec("DELETE FROM jobs"); err != nil {
		log.Fatal(err) // want "cleanupexit: log.Fatal ends the process and the deferred tx.Rollback\\(\\) does not run"
	}
	if err := tx.Commit(); err != nil {
		log.Info(err)
	}
}

func badConsole(db *sql.DB, log console) {
	tx, err := db.Begin()
	if err != nil {
		log.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := tx.Exec("DELETE FROM jobs"); err != nil {
		log.Fatal(err) // want "cleanupexit: "
	}
	if err := tx.Commit(); err != nil {
		panic(err)
	}
}

func goodMemory(db *sql.DB, log *memory) {
	tx, err := db.Begin()
	if err != nil {
		log.Fatal(err)
		return
	}
	defer tx.Rollback()
	if _, err := tx.Exec("DELETE FROM jobs"); err != nil {
		log.Fatal(err)
		return
	}
	if err := tx.Commit(); err != nil {
		panic(err)
	}
}

func goodTestingT(db *sql.DB, t TestingT) {
	tx, err := db.Begin()
	if err != nil {
		t.Fatalf("begin: %v", err)
		return
	}
	defer tx.Rollback()
	if _, err := tx.Exec("DELETE FROM jobs"); err != nil {
		t.Fatalf("delete: %v", err)
	}
	if err := tx.Commit(); err != nil {
		t.Errorf("commit: %v", err)
	}
}
