package tests

import (
	"bufio"
	"context"
	"database/sql"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/stretchr/testify/suite"
)

// The cleanup closes when the test is over.
func goodCleanup(t *testing.T, path string) {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	if _, err := f.Stat(); err != nil {
		t.Fatal(err)
	}
}

// The cleanup gets the method value in a closure that checks its error.
func goodCleanupChecked(t *testing.T, db *sql.DB) {
	conn, err := db.Conn(t.Context())
	require.NoError(t, err)
	t.Cleanup(func() {
		if err := conn.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	require.NoError(t, conn.PingContext(t.Context()))
}

// The cleanup removes the file and does not close it.
func badCleanupRemovesOnly(t *testing.T) {
	f, err := os.CreateTemp("", "case-*") // want "unclosed: f .*is never closed"
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Remove(f.Name()) })
	if _, err := f.WriteString("x"); err != nil {
		t.Fatal(err)
	}
}

// openTemp makes a file that lives as long as the test.
func openTemp(t *testing.T, name string) *os.File {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), name))
	if err != nil {
		t.Fatalf("create %s: %v", name, err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Errorf("close %s: %v", name, err)
		}
	})
	return f
}

// What a helper has put under a cleanup is borrowed.
func goodHelperCleans(t *testing.T) {
	f := openTemp(t, "a.txt")
	if _, err := f.WriteString("x"); err != nil {
		t.Fatal(err)
	}
}

// dialServer hands its connection to the test.
func dialServer(t *testing.T, addr string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	require.NoError(t, err)
	return conn
}

// What a helper hands over without a cleanup is owned, and closed.
func goodHelperHandsOver(t *testing.T, addr string) {
	conn := dialServer(t, addr)
	defer conn.Close()
	_, err := io.WriteString(conn, "PING\n")
	require.NoError(t, err)
}

// What a helper hands over without a cleanup is owned, and dropped.
func badHelperHandsOver(t *testing.T, addr string) {
	conn := dialServer(t, addr) // want "unclosed: conn .*is never closed"
	_, err := io.WriteString(conn, "PING\n")
	require.NoError(t, err)
}

// require ends the test on an error.
func goodRequire(t *testing.T, db *sql.DB) {
	rows, err := db.Query("SELECT 1")
	require.NoError(t, err)
	defer rows.Close()
	require.True(t, rows.Next())
	require.NoError(t, rows.Err())
}

// require ends the test on an error; on success nobody closes.
func badRequire(t *testing.T, db *sql.DB) {
	rows, err := db.Query("SELECT 1") // want "unclosed: rows .*is (never|not) closed"
	require.NoError(t, err)
	require.True(t, rows.Next())
	var one int
	require.NoError(t, rows.Scan(&one))
	require.Equal(t, 1, one)
}

// assert tells in its result whether to go on.
func goodAssertResult(t *testing.T, addr string) {
	conn, err := net.Dial("tcp", addr)
	if !assert.NoError(t, err) {
		return
	}
	defer conn.Close()
	assert.NotNil(t, conn.LocalAddr())
}

// t.Error goes on and returns: the response is left.
func badErrorReturns(t *testing.T, url string) {
	resp, err := http.Get(url) // want "unclosed: resp .*is not closed"
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != http.StatusOK {
		t.Errorf("status %d", resp.StatusCode)
		return
	}
	defer resp.Body.Close()
	if _, err := io.ReadAll(resp.Body); err != nil {
		t.Error(err)
	}
}

// t.Skip ends the test like t.Fatal.
func goodSkip(t *testing.T, addr string) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Skipf("no server: %v", err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "PING\n"); err != nil {
		t.Error(err)
	}
}

// Each subtest opens and closes its own.
func goodSubtests(t *testing.T, db *sql.DB) {
	for _, query := range []string{"SELECT 1", "SELECT 2"} {
		t.Run(query, func(t *testing.T) {
			stmt, err := db.Prepare(query)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { stmt.Close() })
			var n int
			if err := stmt.QueryRow().Scan(&n); err != nil {
				t.Error(err)
			}
		})
	}
}

// Each subtest opens its own and forgets it.
func badSubtests(t *testing.T, db *sql.DB) {
	for _, query := range []string{"SELECT 1", "SELECT 2"} {
		t.Run(query, func(t *testing.T) {
			stmt, err := db.Prepare(query) // want "unclosed: stmt .*is never closed"
			if err != nil {
				t.Fatal(err)
			}
			var n int
			if err := stmt.QueryRow().Scan(&n); err != nil {
				t.Error(err)
			}
		})
	}
}

// Only the status of the answer matters to a test, too.
func badServerAnswer(t *testing.T, h http.Handler) {
	srv := httptest.NewServer(h)
	defer srv.Close()
	resp, err := srv.Client().Get(srv.URL) // want "unclosed: resp .*is never closed"
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != http.StatusTeapot {
		t.Errorf("status %d", resp.StatusCode)
	}
}

// The answer of a recorder has no connection behind it.
func goodRecorded(t *testing.T, h http.Handler) {
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/", nil))
	resp := rec.Result()
	if resp.StatusCode != http.StatusTeapot {
		t.Errorf("status %d", resp.StatusCode)
	}
}

// A benchmark closes by b.Cleanup.
func goodBenchmark(b *testing.B, db *sql.DB) {
	stmt, err := db.Prepare("SELECT 1")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { stmt.Close() })
	for b.Loop() {
		var n int
		if err := stmt.QueryRow().Scan(&n); err != nil {
			b.Fatal(err)
		}
	}
}

// A benchmark opens once a turn and closes never.
func badBenchmark(b *testing.B, path string) {
	for b.Loop() {
		f, err := os.Open(path) // want "unclosed: f .*is never closed"
		if err != nil {
			b.Fatal(err)
		}
		if _, err := bufio.NewReader(f).ReadByte(); err != nil {
			b.Fatal(err)
		}
	}
}

// A helper takes testing.TB and any closer.
func closeLater(tb testing.TB, c io.Closer) {
	tb.Helper()
	tb.Cleanup(func() {
		if err := c.Close(); err != nil {
			tb.Errorf("close: %v", err)
		}
	})
}

// The closer goes to a helper that registers the cleanup.
func goodCloseLater(t *testing.T, addr string) {
	conn, err := net.Dial("tcp", addr)
	require.NoError(t, err)
	closeLater(t, conn)
	_, err = io.WriteString(conn, "PING\n")
	require.NoError(t, err)
}

// storeSuite opens before each test and closes after it.
type storeSuite struct {
	suite.Suite
	db   *sql.DB
	conn *sql.Conn
	stmt *sql.Stmt
}

func (s *storeSuite) SetupTest() {
	s.goodSetup(context.Background())
}

func (s *storeSuite) TearDownTest() {
	s.NoError(s.stmt.Close())
	s.NoError(s.conn.Close())
}

// What a suite puts into its fields is closed by its teardown.
func (s *storeSuite) goodSetup(ctx context.Context) {
	var err error
	s.conn, err = s.db.Conn(ctx)
	s.Require().NoError(err)
	s.stmt, err = s.conn.PrepareContext(ctx, "SELECT 1")
	s.Require().NoError(err)
}

// What a suite opens beside its fields is its own matter.
func (s *storeSuite) badBesideFields() {
	rows, err := s.stmt.Query() // want "unclosed: rows .*is never closed"
	s.Require().NoError(err)
	cols, err := rows.Columns()
	s.Require().NoError(err)
	s.Len(cols, 1)
}

// What a suite opens beside its fields is closed in the test.
func (s *storeSuite) goodBesideFields() {
	rows, err := s.stmt.Query()
	s.Require().NoError(err)
	defer func() { s.NoError(rows.Close()) }()
	cols, err := rows.Columns()
	s.Require().NoError(err)
	s.Len(cols, 1)
}

// A fake in place of a server: the pipe's ends are closed by the cleanup.
func goodNetPipe(t *testing.T) {
	client, server := net.Pipe()
	t.Cleanup(func() {
		client.Close()
		server.Close()
	})
	go io.Copy(server, server)
	if _, err := io.WriteString(client, "x"); err != nil {
		t.Fatal(err)
	}
}

// A test that wants no more rows has read them to the end.
func goodNoMoreRows(t *testing.T, db *sql.DB) {
	rows, err := db.Query("SELECT 1")
	require.NoError(t, err)
	require.True(t, rows.Next())
	assert.False(t, rows.Next())

	rows, err = db.Query("SELECT 2")
	assert.NoError(t, err)
	assert.True(t, rows.Next())
	require.Falsef(t, rows.Next(), "more than one row")
}

// A test that wants one row may leave others.
func badOneRow(t *testing.T, db *sql.DB) {
	rows, err := db.Query("SELECT 1") // want "unclosed: rows .*is never closed"
	require.NoError(t, err)
	require.True(t, rows.Next())
	assert.False(t, t.Failed())
}
