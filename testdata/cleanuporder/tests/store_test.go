package tests

import (
	"database/sql"
	"errors"
	"os"
	"testing"
)

// A store keeps its database beside the name of the file.
type options struct{ path string }

type store struct {
	conn      *sql.DB
	path, log string
}

func newStore(o options) (*store, error) {
	db, err := sql.Open("sqlite", o.path)
	if err != nil {
		return nil, err
	}
	return &store{conn: db, path: o.path, log: "store.log"}, nil
}

func (s *store) Close() error { return s.conn.Close() }

func (s *store) put(key string) error {
	_, err := s.conn.Exec("INSERT INTO kv VALUES (?)", key)
	return err
}

func testStore(t *testing.T) *store {
	t.Helper()
	s, err := newStore(options{"kv.data"})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestRemovedFirst(t *testing.T) {
	s := testStore(t)
	defer s.Close()
	defer os.Remove(s.path) // want "cleanuporder: os.Remove deletes the file of conn \\(\\*sql.DB\\), which is still open"
	if err := s.put("a"); err != nil {
		t.Fatal(err)
	}
}

func TestClosedFirst(t *testing.T) {
	s := testStore(t)
	defer os.Remove(s.path)
	defer s.Close()
	if err := s.put("a"); err != nil {
		t.Fatal(err)
	}
}

func TestClosedBeforeThat(t *testing.T) {
	s := testStore(t)
	t.Cleanup(func() {
		if err := errors.Join(s.Close(), os.Remove(s.path)); err != nil {
			t.Error(err)
		}
	})
	if err := s.put("a"); err != nil {
		t.Fatal(err)
	}
}

func TestOtherFile(t *testing.T) {
	s := testStore(t)
	defer s.Close()
	defer os.Remove(s.log)
	if err := s.put("a"); err != nil {
		t.Fatal(err)
	}
}
