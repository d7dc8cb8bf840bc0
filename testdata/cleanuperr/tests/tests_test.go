package tests

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/stretchr/testify/suite"
)

type storeSuite struct {
	suite.Suite
	db *sql.DB
}

func (s *storeSuite) SetupSuite() {
	db, err := sql.Open("pgx", "")
	s.Require().NoError(err)
	s.db = db
}

func (s *storeSuite) TearDownSuite() {
	s.db.Close() // want "cleanuperr: the error of s.db.Close is dropped"
}

type goodSuite struct {
	suite.Suite
	db *sql.DB
}

func (s *goodSuite) SetupTest() {
	db, err := sql.Open("pgx", "")
	s.Require().NoError(err)
	s.db = db
}

func (s *goodSuite) TearDownTest() {
	s.Require().NoError(s.db.Close())
}

func goodRequired(t *testing.T, db *sql.DB) {
	t.Cleanup(func() { require.NoError(t, db.Close()) })
}

func badSubtest(t *testing.T, db *sql.DB) {
	t.Run("a", func(t *testing.T) {
		defer db.Close() // want "cleanuperr: the error of db.Close is dropped"
	})
}

// An owner is closed by every other test.
type owner struct{ db *sql.DB }

func (o *owner) Close() error { return o.db.Close() }

func goodOwner(t *testing.T, o *owner) {
	defer o.Close()
}

// A test that cannot write its files fails anyway.
func goodFixture(t *testing.T, path string) {
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString("x"); err != nil {
		t.Fatal(err)
	}
}

// The package testing deletes it too, and hears of the error.
func goodInTempDir(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	defer os.Remove(path)
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
}

// The test fails if it is committed.
func goodAsserted(t *testing.T, tx *sql.Tx) {
	assert.Error(t, tx.Commit())
}

func goodAssertedIs(t *testing.T, tx *sql.Tx) {
	err := tx.Commit()
	assert.ErrorIs(t, err, sql.ErrTxDone)
}

// What the error is, is asked for, and nothing comes of it.
func badAsked(tx *sql.Tx) bool {
	err := tx.Commit() // want "cleanuperr: the error of tx.Commit is tested, and nothing comes of it"
	if errors.Is(err, sql.ErrTxDone) {
		return true
	}
	return true
}
