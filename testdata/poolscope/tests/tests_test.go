package tests

import (
	"database/sql"
	"net/http"
	"net/http/httptest"
	"testing"
)

// A test may open as many pools as it likes.
func TestGoodEach(t *testing.T) {
	for range 3 {
		db, err := sql.Open("pgx", "")
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestGoodHandler(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		db, err := sql.Open("pgx", "")
		if err != nil {
			t.Error(err)
			return
		}
		defer db.Close()
		if err := db.Ping(); err != nil {
			t.Error(err)
		}
	}))
	defer srv.Close()
}
