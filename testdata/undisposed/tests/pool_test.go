package tests

import (
	"database/sql"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/stretchr/testify/suite"
)

func newDB(t testing.TB) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func newCleanDB(t testing.TB) *sql.DB {
	t.Helper()
	db := newDB(t)
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func badTest(t *testing.T) {
	db, err := sql.Open("sqlite", ":memory:") // want "undisposed: db "
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE jobs (id INTEGER)"); err != nil {
		t.Fatal(err)
	}
}

// The helper opens and registers no cleanup.
func badHelperOpened(t *testing.T) {
	db := newDB(t) // want "undisposed: db "
	require.NoError(t, db.Ping())
}

// The subtest skips over the close at its end.
func badSubtestReturnsEarly(t *testing.T) {
	for _, query := range []string{"SELECT 1", ""} {
		t.Run(query, func(t *testing.T) {
			db := newDB(t) // want "undisposed: db "
			if query == "" {
				return
			}
			_, err := db.Exec(query)
			require.NoError(t, err)
			require.NoError(t, db.Close())
		})
	}
}

// badSuite opens a pool for its tests and has no TearDownSuite.
type badSuite struct {
	suite.Suite
	db *sql.DB
}

func (s *badSuite) SetupSuite() {
	db, err := sql.Open("sqlite", ":memory:") // want "undisposed: .*sql.DB"
	s.Require().NoError(err)
	s.db = db
}

func (s *badSuite) TestPing() { s.NoError(s.db.Ping()) }

func goodCleanup(t *testing.T) {
	db, err := sql.Open("sqlite", ":memory:")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	require.NoError(t, db.Ping())
}

// The helper has registered the cleanup.
func goodHelperCleansUp(t *testing.T) {
	db := newCleanDB(t)
	require.NoError(t, db.Ping())
}

func goodBenchmark(b *testing.B) {
	db := newDB(b)
	b.Cleanup(func() { db.Close() })
	for b.Loop() {
		if err := db.Ping(); err != nil {
			b.Fatal(err)
		}
	}
}

func goodDeferred(t *testing.T) {
	db := newDB(t)
	defer db.Close()
	if err := db.Ping(); err != nil {
		t.Fatal(err)
	}
}

// goodSuite closes its pool in TearDownSuite.
type goodSuite struct {
	suite.Suite
	db *sql.DB
}

func (s *goodSuite) SetupSuite() {
	db, err := sql.Open("sqlite", ":memory:")
	s.Require().NoError(err)
	s.db = db
}

func (s *goodSuite) TearDownSuite() { s.Require().NoError(s.db.Close()) }

func (s *goodSuite) TestPing() { s.NoError(s.db.Ping()) }
