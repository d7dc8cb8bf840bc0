package field

import (
	"context"
	"database/sql"
	"errors"
	"net"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type archive struct{ db *sql.DB }

var errUnknownStation = errors.New("unknown station")

func (a *archive) Query(ctx context.Context, station string) (*sql.Rows, error) {
	if station == "" {
		return nil, errUnknownStation
	}
	rows, err := a.db.QueryContext(ctx, "SELECT celsius FROM readings WHERE station = $1", station)
	if err != nil {
		return nil, errors.Join(errUnknownStation, err)
	}
	return rows, nil
}

// The test ends when the query does not fail.
func goodExpectsFatal(t *testing.T, a *archive) {
	_, err := a.Query(t.Context(), "")
	if err == nil {
		t.Fatal("expected an error")
	}
}

// The test wants one error and complains of all others.
func goodExpectsOther(t *testing.T, a *archive) {
	if _, err := a.Query(t.Context(), ""); err != errUnknownStation {
		t.Errorf("got %v, want %v", err, errUnknownStation)
	}
}

// The test wants one error, wrapped or not.
func goodExpectsIs(t *testing.T, a *archive) {
	_, err := a.Query(t.Context(), "")
	if !errors.Is(err, errUnknownStation) {
		t.Errorf("got %v, want %v", err, errUnknownStation)
	}
}

// The test says with require that the query fails.
func goodExpectsRequire(t *testing.T, a *archive) {
	_, err := a.Query(t.Context(), "")
	require.Error(t, err)
	_, err = a.Query(t.Context(), "")
	require.ErrorIs(t, err, errUnknownStation)
}

// The test says with assert that the dial fails.
func goodExpectsAssert(t *testing.T) {
	_, err := net.Dial("tcp", "256.0.0.1:1")
	assert.Error(t, err)
}

// The test says that the query succeeds, and drops the rows.
func badExpectsNone(t *testing.T, a *archive) {
	_, err := a.Query(t.Context(), "roof") // want "unclosed: .*"
	require.NoError(t, err)
}

// The test ends when the query fails, and drops the rows otherwise.
func badExpectsNoneByHand(t *testing.T, a *archive) {
	_, err := a.Query(t.Context(), "roof") // want "unclosed: .*"
	if err != nil {
		t.Fatal(err)
	}
}

// A table of stations that fail.
func goodExpectsTable(t *testing.T, a *archive) {
	for _, tc := range []struct{ station string }{{""}, {"\x00"}} {
		t.Run(tc.station, func(t *testing.T) {
			rows, err := a.Query(t.Context(), tc.station)
			if err == nil {
				rows.Close()
				t.Fatal("expected an error")
			}
		})
	}
}

// A file that is not there.
func goodExpectsMissing(t *testing.T) {
	if _, err := os.Open(t.TempDir() + "/none"); !os.IsNotExist(err) {
		t.Fatalf("got %v", err)
	}
}

// Each poll leaves its rows.
func badPolls(t *testing.T, db *sql.DB) {
	require.Eventually(t, func() bool {
		rows, err := db.Query("SELECT 1 FROM readings") // want "unclosed: rows .*is (never|not) closed"
		return err == nil && rows.Next()
	}, time.Second, time.Millisecond)
}

// Each poll closes its rows.
func goodPolls(t *testing.T, db *sql.DB) {
	require.Eventually(t, func() bool {
		rows, err := db.Query("SELECT 1 FROM readings")
		if err != nil {
			return false
		}
		defer rows.Close()
		return rows.Next()
	}, time.Second, time.Millisecond)
}
