package bad

import (
	"database/sql"
	"log"
	"os"
	"testing"
)

var db *sql.DB

func TestMain(m *testing.M) {
	pool, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		log.Fatal(err)
	}
	defer pool.Close()
	if err := pool.Ping(); err != nil {
		log.Fatal(err) // want "cleanupexit: log.Fatal ends the process and the deferred pool.Close\\(\\) does not run"
	}
	os.Exit(m.Run())
}

// t.Fatal runs what is deferred.
func TestGoodFatal(t *testing.T) {
	pool, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	if err := pool.Ping(); err != nil {
		t.Fatal(err)
	}
}

func TestBadLogFatal(t *testing.T) {
	pool, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	if err := pool.Ping(); err != nil {
		log.Fatal(err) // want "cleanupexit: "
	}
}
