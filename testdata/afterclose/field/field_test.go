package field

import (
	"database/sql"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A closed file must refuse to be written, and the test wants it to.
func goodWriteRefused(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "ledger"))
	require.NoError(t, err)
	require.NoError(t, f.Close())
	_, err = f.WriteString("late entry")
	require.ErrorIs(t, err, os.ErrClosed)
}

// A closed pool must refuse its queries: the test fails when it does not.
func goodQueryRefused(t *testing.T) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("SELECT 1"); err == nil {
		t.Fatal("a closed pool has answered")
	}
}

// A closed pool must not be pinged.
func goodPingRefused(t *testing.T) {
	db, err := sql.Open("sqlite", ":memory:")
	require.NoError(t, err)
	require.NoError(t, db.Close())
	require.Error(t, db.PingContext(t.Context()))
}

// A closed connection must not read: assert says so.
func goodReadRefused(t *testing.T) {
	client, server := net.Pipe()
	defer server.Close()
	require.NoError(t, client.Close())
	_, err := client.Read(make([]byte, 1))
	assert.ErrorIs(t, err, io.ErrClosedPipe)
}

// A transaction that is over must say that it is.
func goodTxDone(t *testing.T, db *sql.DB) {
	tx, err := db.BeginTx(t.Context(), nil)
	require.NoError(t, err)
	require.NoError(t, tx.Commit())
	if _, err := tx.Exec("SELECT 1"); !errors.Is(err, sql.ErrTxDone) {
		t.Errorf("got %v, want %v", err, sql.ErrTxDone)
	}
}
