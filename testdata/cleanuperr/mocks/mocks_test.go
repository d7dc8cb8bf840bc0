package mocks

import (
	"database/sql"
	"testing"

	"github.com/DATA-DOG/go-sqlmock"
	"github.com/jmoiron/sqlx"
)

// The Close of a mock fails unless it is expected, and leaves nothing open.
func TestMocked(t *testing.T) {
	db, mock, err := sqlmock.New()
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	mock.ExpectPing()
	if err := db.Ping(); err != nil {
		t.Fatal(err)
	}
}

func TestWrapped(t *testing.T) {
	db, mock, err := sqlmock.New()
	if err != nil {
		t.Fatal(err)
	}
	x := sqlx.NewDb(db, "sqlmock")
	defer x.Close()
	mock.ExpectPing()
	if err := x.Ping(); err != nil {
		t.Fatal(err)
	}
}

func newMock(t *testing.T) (*sql.DB, sqlmock.Sqlmock) {
	db, mock, err := sqlmock.New()
	if err != nil {
		t.Fatal(err)
	}
	return db, mock
}

func TestHelped(t *testing.T) {
	db, mock := newMock(t)
	defer db.Close()
	mock.ExpectPing()
	if err := db.Ping(); err != nil {
		t.Fatal(err)
	}
}

func mocked(t *testing.T) *sql.DB {
	db, _ := newMock(t)
	return db
}

func TestAlone(t *testing.T) {
	db := mocked(t)
	defer db.Close()
	if err := db.Ping(); err != nil {
		t.Fatal(err)
	}
}

type suite struct {
	db   *sql.DB
	mock sqlmock.Sqlmock
}

func (s *suite) TearDown() { s.db.Close() }

// A real pool beside it is a real pool.
func TestReal(t *testing.T) {
	_, mock := newMock(t)
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() // want "cleanuperr: the error of db.Close is dropped"
	mock.ExpectPing()
	if err := db.Ping(); err != nil {
		t.Fatal(err)
	}
}

type realSuite struct{ db *sql.DB }

func (s *realSuite) TearDown() {
	s.db.Close() // want "cleanuperr: the error of s.db.Close is dropped"
}
