package tests

import (
	"database/sql"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func mustOpen(dsn string) *sql.DB {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		panic(err)
	}
	return db
}

// If it returns, the test has failed.
func goodPanics(t *testing.T) {
	assert.Panics(t, func() {
		mustOpen("")
	})
}

func goodPanicsOfSuite(a *require.Assertions) {
	a.Panicsf(func() {
		db := mustOpen("")
		_ = db.Ping()
	}, "of %s", "nothing")
}

func goodPanicsWith(t *testing.T) {
	dsn := t.Name()
	require.PanicsWithError(t, "no such driver", func() { mustOpen(dsn) })
}

func badNotPanics(t *testing.T) {
	assert.NotPanics(t, func() {
		mustOpen("") // want "undisposed: result of mustOpen"
	})
}

// It panics after another func has opened it.
func badOpenedOutside(t *testing.T) {
	db := mustOpen("") // want "undisposed: db .*is never closed"
	assert.Panics(t, func() { panic(db.Ping()) })
}

// One func is wanted to panic, and another opens.
func badInAnother(t *testing.T) {
	assert.Panics(t, func() { panic(t.Name()) })
	func() {
		mustOpen("") // want "undisposed: result of mustOpen"
	}()
}
