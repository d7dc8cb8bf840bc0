package again

import (
	"database/sql"
	"os"
	"testing"
)

func badDeferred(t *testing.T, name func() string) {
	path := name() + ".db"
	defer os.Remove(path)             // want "cleanupretry: os.Remove of a database" "cleanuperr: the error of os.Remove is dropped"
	defer os.RemoveAll(path + "-wal") // want "cleanupretry: os.RemoveAll of a database" "cleanuperr: the error of os.RemoveAll is dropped"
	other := name() + ".db"
	defer os.Remove(other) // want "cleanupretry: os.Remove of a database" "cleanuperr: the error of os.Remove is dropped"
	other = name() + ".db"
}

type store struct{ path string }

func (s *store) open() (*sql.DB, error) { return sql.Open("sqlite", s.path) }

func badField(t *testing.T) {
	s := &store{path: "state.db"}
	defer os.Remove(s.path) // want "cleanupretry: os.Remove of a database" "cleanuperr: the error of os.Remove is dropped"
	s.path += ".old"
}

// The one name would do for neither.
func noFixFields(t *testing.T) {
	s := &store{path: "state.db"}
	defer os.Remove(s.path) // want "cleanupretry: os.Remove of a database" "cleanuperr: the error of os.Remove is dropped"
	s.path = "other.db"
	defer os.Remove(s.path) // want "cleanupretry: os.Remove of a database" "cleanuperr: the error of os.Remove is dropped"
}

func badRegistered(tb testing.TB) {
	tb.Cleanup(func() { os.Remove("state.db") }) // want "cleanupretry: os.Remove of a database" "cleanuperr: the error of os.Remove is dropped"
	tb.Cleanup(func() {
		os.RemoveAll( // want "cleanupretry: os.RemoveAll of a database" "cleanuperr: the error of os.RemoveAll is dropped"
			"state.db")
	})
}

func badServer(t *testing.T, db *sql.DB) {
	defer db.Exec("DROP DATABASE app") // want "cleanupretry: db.Exec drops a database" "cleanuperr: the error of db.Exec is dropped"
}

// The test is told already, in words of its own.
func badHeard(t *testing.T) {
	defer func() {
		if err := os.Remove("state.db"); err != nil { // want "cleanupretry: os.Remove of a database"
			t.Errorf("state.db stays: %v", err)
		}
	}()
}

// There is no test to be told.
func badHelper() {
	defer os.Remove("state.db") // want "cleanupretry: os.Remove of a database" "cleanuperr: the error of os.Remove is dropped"
}

// The name is one of the function's own.
func badShadowed(t *testing.T, retryCleanup bool) {
	defer os.Remove("state.db") // want "cleanupretry: os.Remove of a database" "cleanuperr: the error of os.Remove is dropped"
}

func goodDirectory(t *testing.T) {
	path := t.TempDir() + "/state.db"
	defer os.Remove(path) // ok: deleted again with the directory
}
