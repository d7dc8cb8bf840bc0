// Package registered is about cleanup functions that belong to the wrong test.
package registered

import (
	"database/sql"
	"testing"

	"github.com/stretchr/testify/require"
)

func badSubtest(t *testing.T, open func() *sql.DB) {
	db := open()
	t.Run("a", func(t *testing.T) {
		t.Cleanup(func() { require.NoError(t, db.Close()) }) // want "cleanuptest: t.Cleanup runs when the subtest is over, but what it releases is used after that: register it with the test that made it"
		require.NoError(t, db.Ping())
	})
	require.NoError(t, db.Ping())
}

func badNextSubtest(t *testing.T, open func() *sql.DB) {
	db := open()
	t.Run("a", func(st *testing.T) {
		st.Cleanup(func() { db.Close() }) // want "cleanuptest: st.Cleanup runs when the subtest is over"
	})
	t.Run("b", func(st *testing.T) {
		require.NoError(st, db.Ping())
	})
}

func badTable(t *testing.T, open func() *sql.DB, names []string) {
	db := open()
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Cleanup(func() { db.Close() }) // want "cleanuptest: t.Cleanup runs when the subtest is over"
			require.NoError(t, db.Ping())
		})
	}
}

type hub struct{ channels map[string]chan int }

func (h *hub) CloseChannel(name string) { close(h.channels[name]) }

// The channel is what is closed, not the hub.
func goodPart(t *testing.T, h *hub) {
	for _, name := range []string{"a", "b"} {
		t.Run(name, func(t *testing.T) {
			h.channels[name] = make(chan int)
			t.Cleanup(func() { h.CloseChannel(name) })
		})
	}
}

func goodParent(t *testing.T, open func() *sql.DB) {
	db := open()
	t.Cleanup(func() { db.Close() })
	t.Run("a", func(t *testing.T) {
		require.NoError(t, db.Ping())
	})
	require.NoError(t, db.Ping())
}

func goodOuter(t *testing.T, open func() *sql.DB) {
	db := open()
	t.Run("a", func(st *testing.T) {
		t.Cleanup(func() { db.Close() })
		require.NoError(st, db.Ping())
	})
	require.NoError(t, db.Ping())
}

func goodOwn(t *testing.T, open func() *sql.DB, names []string) {
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			db := open()
			t.Cleanup(func() { db.Close() })
			require.NoError(t, db.Ping())
		})
	}
}

// Each round has its own.
func goodRound(t *testing.T, open func() *sql.DB, names []string) {
	for _, name := range names {
		db := open()
		t.Run(name, func(t *testing.T) {
			t.Cleanup(func() { db.Close() })
			require.NoError(t, db.Ping())
		})
	}
}

// Nobody uses it any more.
func goodLast(t *testing.T, open func() *sql.DB) {
	db := open()
	require.NoError(t, db.Ping())
	t.Run("a", func(t *testing.T) {
		t.Cleanup(func() { db.Close() })
	})
}
