// Package fix is about fixes.
package fix

import (
	"database/sql"
	"net/http/httptest"
	"testing"
)

func badCall(t *testing.T, srv *httptest.Server) {
	defer srv.Close() // want "cleanuptest: srv.Close runs when the function returns"
	t.Run("a", func(t *testing.T) {
		t.Parallel()
		if srv.URL == "" {
			t.Error("no address")
		}
	})
}

func badClosure(t *testing.T, db *sql.DB) {
	defer func() { // want "cleanuptest: func.* runs when the function returns"
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	t.Run("a", func(t *testing.T) {
		t.Parallel()
		if err := db.Ping(); err != nil {
			t.Error(err)
		}
	})
}
