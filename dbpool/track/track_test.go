package track_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"modernc.org/sqlite"

	"github.com/leakvet/leakvet/dbpool/track"
)

// open returns a tracked SQLite database in a file, with a table t of three rows.
func open(t testing.TB, mode track.Mode) (*track.Connector, *sql.DB) {
	t.Helper()
	dsn := "file:" + filepath.Join(t.TempDir(), "t.db") + "?_pragma=journal_mode(wal)"
	c, err := track.Open(new(sqlite.Driver), dsn, mode)
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(c)
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := db.Exec("CREATE TABLE t AS SELECT 1 AS a UNION SELECT 2 UNION SELECT 3"); err != nil {
		t.Fatal(err)
	}
	return c, db
}

// live returns what is open, each as its kind and the function that opened it.
func live(c *track.Connector) (got []string) {
	for _, h := range c.Live() {
		site := "?"
		if stack := h.Stack(); len(stack) > 0 {
			site = stack[0].Function[strings.LastIndexByte(stack[0].Function, '.')+1:]
		}
		got = append(got, string(h.Kind)+" "+site)
	}
	return got
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// Each leak is a function of its own, to be found by name.

func leakRows(db *sql.DB) *sql.Rows { return must(db.Query("SELECT a FROM t")) }
func leakRow(db *sql.DB) *sql.Row   { return db.QueryRow("SELECT a FROM t") }
func leakTx(db *sql.DB) *sql.Tx     { return must(db.Begin()) }
func leakConn(db *sql.DB) *sql.Conn { return must(db.Conn(context.Background())) }
func leakStmt(db *sql.DB) *sql.Stmt { return must(db.Prepare("SELECT a FROM t WHERE a = ?")) }
func leakTxStmt(tx *sql.Tx) *sql.Stmt {
	return must(tx.Prepare("SELECT a FROM t WHERE a > ?"))
}
func useStmt(s *sql.Stmt) *sql.Rows { return must(s.Query(1)) }
func rowsIn(q interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
}) *sql.Rows {
	return must(q.QueryContext(context.Background(), "SELECT a FROM t"))
}

func rowsUntil(ctx context.Context, db *sql.DB) *sql.Rows {
	return must(db.QueryContext(ctx, "SELECT a FROM t"))
}

func TestLive(t *testing.T) {
	for _, test := range []struct {
		name   string
		stacks []string
		count  []string // kinds only; nil for those of stacks
		leak   func(db *sql.DB) []any
	}{
		{"nothing", nil, nil, func(*sql.DB) []any { return nil }},
		{"rows", []string{"Rows leakRows"}, nil, func(db *sql.DB) []any { return []any{leakRows(db)} }},
		{"row", []string{"Row leakRow"}, []string{"Rows"}, func(db *sql.DB) []any { return []any{leakRow(db)} }},
		{"tx", []string{"Tx leakTx"}, nil, func(db *sql.DB) []any { return []any{leakTx(db)} }},
		{"conn", []string{"Conn leakConn"}, nil, func(db *sql.DB) []any { return []any{leakConn(db)} }},
		{"stmt", []string{"Stmt leakStmt"}, nil, func(db *sql.DB) []any { return []any{leakStmt(db)} }},
		{"rows in tx", []string{"Tx leakTx", "Rows rowsIn"}, nil, func(db *sql.DB) []any {
			tx := leakTx(db)
			return []any{rowsIn(tx), tx}
		}},
		{"rows in conn", []string{"Conn leakConn", "Rows rowsIn"}, []string{"Rows"}, func(db *sql.DB) []any {
			conn := leakConn(db)
			return []any{rowsIn(conn), conn}
		}},
		{"stmt in tx", []string{"Tx leakTx", "Stmt leakTxStmt"}, []string{"Tx"}, func(db *sql.DB) []any {
			tx := leakTx(db)
			return []any{leakTxStmt(tx), tx}
		}},
		{"rows of stmt", []string{"Rows useStmt"}, nil, func(db *sql.DB) []any {
			stmt := leakStmt(db)
			return []any{useStmt(stmt), stmt}
		}},
		{"stmt prepared again", []string{"Stmt leakStmt"}, nil, func(db *sql.DB) []any {
			stmt := leakStmt(db)
			first := useStmt(stmt)
			second := useStmt(stmt) // on another connection
			first.Close()
			second.Close()
			return []any{stmt}
		}},
		{"stmt closed while its connection is busy", []string{"Rows leakRows"}, nil, func(db *sql.DB) []any {
			stmt := leakStmt(db)
			rows := leakRows(db)
			stmt.Close()
			return []any{rows}
		}},
		{"two stmts of one text", []string{"Stmt leakStmt", "Stmt leakStmt"}, []string{"Stmt"}, func(db *sql.DB) []any {
			return []any{leakStmt(db), leakStmt(db)}
		}},
		{"row that was scanned", nil, nil, func(db *sql.DB) []any {
			leakRow(db).Scan(new(int))
			return nil
		}},
		{"ended by its context", nil, nil, func(db *sql.DB) []any {
			ctx, cancel := context.WithCancel(context.Background())
			rowsUntil(ctx, db)         //leakvet:ignore unclosed the context ends it
			must(db.BeginTx(ctx, nil)) //leakvet:ignore unclosed the context ends it
			cancel()
			return nil
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, mode := range []track.Mode{track.Count, track.Stacks} {
				c, db := open(t, mode)
				leaked := test.leak(db)
				if leaked == nil {
					c.Drain(t.Context())
				}
				want := test.stacks
				if mode == track.Count {
					if want = test.count; want == nil {
						for _, s := range test.stacks {
							want = append(want, strings.Fields(s)[0])
						}
					}
					for i := range want {
						want[i] = strings.Fields(want[i])[0] + " ?"
					}
				}
				if got := live(c); !slices.Equal(got, want) {
					t.Errorf("mode %d: live %q, want %q", mode, got, want)
				}
				for _, l := range leaked {
					release(l)
				}
			}
		})
	}
}

func release(leaked any) {
	switch leaked := leaked.(type) {
	case *sql.Row:
		leaked.Scan(new(int))
	case *sql.Tx:
		leaked.Rollback()
	case interface{ Close() error }:
		leaked.Close()
	}
}

func TestOffKeepsNothing(t *testing.T) {
	c, db := open(t, track.Off)
	rows := leakRows(db)
	defer rows.Close()
	if c.Live() != nil || c.Held() != 0 || c.Drain(t.Context()) != nil {
		t.Error("something is tracked")
	}
}

func TestDescribe(t *testing.T) {
	c, db := open(t, track.Stacks)
	tx := leakTx(db)
	defer tx.Rollback()
	must(tx.Exec("UPDATE t SET a = 4 WHERE a = 3"))
	h := c.Live()[0]
	line := h.String()
	if !strings.HasPrefix(line, "Tx held ") ||
		!strings.Contains(line, " by track_test.leakTx (track_test.go:") ||
		!strings.HasSuffix(line, `, last "UPDATE t SET a = 4 WHERE a = 3"`) {
		t.Error(line)
	}
	text := h.Describe()
	if !strings.HasPrefix(text, line+"\n\t") || !strings.Contains(text, "track_test.TestDescribe\n") ||
		strings.Contains(text, "database/sql") {
		t.Error(text)
	}
}

func TestReclaim(t *testing.T) {
	for _, mode := range []track.Mode{track.Count, track.Stacks} {
		c, db := open(t, mode)
		rows, row, tx, conn := leakRows(db), leakRow(db), leakTx(db), leakConn(db)
		inTx := rowsIn(tx)
		stmt := must(conn.PrepareContext(t.Context(), "SELECT 1"))
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if n := c.Held(); n != 4 {
			t.Errorf("%d connections held, want 4", n)
		}
		done, err := c.Reclaim(t.Context())
		if err != nil || len(done.Busy) > 0 || len(done.Closed) < 5 {
			t.Errorf("reclaimed %v: %v", done, err)
		}
		if left := c.Live(); left != nil || c.Held() != 0 || c.Drain(t.Context()) != nil {
			t.Errorf("still open: %v", left)
		}

		// Who forgot them notices, but cannot fail to close them any more.
		if rows.Next() || !errors.Is(rows.Err(), track.ErrReclaimed) {
			t.Errorf("Next: %v", rows.Err())
		}
		if err := row.Scan(new(int)); !errors.Is(err, track.ErrReclaimed) {
			t.Errorf("Scan: %v", err)
		}
		if _, err := stmt.Query(); !errors.Is(err, track.ErrReclaimed) {
			t.Errorf("Stmt.Query: %v", err)
		}
		if _, err := tx.Exec("DELETE FROM t"); !errors.Is(err, track.ErrReclaimed) {
			t.Errorf("Tx.Exec: %v", err)
		}
		if err := tx.Commit(); !errors.Is(err, track.ErrReclaimed) {
			t.Errorf("Commit: %v", err)
		}
		if err := errors.Join(rows.Close(), inTx.Close(), stmt.Close(), conn.Close()); err != nil {
			t.Errorf("Close: %v", err)
		}
		again, err := c.Reclaim(t.Context())
		if err != nil || again.Closed != nil || again.Busy != nil {
			t.Errorf("second: %v %v", again, err)
		}
	}
}

// A pool that stays open throws a reclaimed connection away when it is returned.
func TestReclaimOfAnOpenPool(t *testing.T) {
	c, db := open(t, track.Stacks)
	db.SetMaxOpenConns(1)
	tx := leakTx(db)
	defer tx.Rollback()
	if _, err := c.Reclaim(t.Context()); err != nil {
		t.Fatal(err)
	}
	tx.Rollback()
	if err := db.Ping(); err != nil {
		t.Error(err)
	}
	leakStmt(db).Close()
	if n := len(c.Live()); n != 0 {
		t.Errorf("%d open", n)
	}
}

// On Linux the descriptors can be counted: the driver let go of the file.
func TestReclaimLetsGoOfTheFile(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("descriptors are counted in /proc")
	}
	c, db := open(t, track.Count)
	leakRows(db)                           //leakvet:ignore unclosed Reclaim is tested
	must(leakTx(db).Exec("DELETE FROM t")) //leakvet:ignore unclosed Reclaim is tested
	db.Close()
	if must(c.Reclaim(t.Context())); descriptors(t) != 0 {
		t.Errorf("%d descriptors left", descriptors(t))
	}
}

// descriptors returns how many of this process are open in the test's directory.
func descriptors(t *testing.T) (n int) {
	dir := filepath.Dir(t.TempDir())
	for _, fd := range must(os.ReadDir("/proc/self/fd")) {
		if target, err := os.Readlink("/proc/self/fd/" + fd.Name()); err == nil && strings.HasPrefix(target, dir) {
			n++
		}
	}
	return n
}

func TestRaw(t *testing.T) {
	type fileControl interface {
		FileControlDataVersion(string) (uint32, error)
	}
	for _, mode := range []track.Mode{track.Off, track.Stacks} {
		_, db := open(t, mode)
		conn := leakConn(db)
		err := conn.Raw(func(dc any) error {
			return track.Raw(dc, func(dc any) error {
				_, err := dc.(fileControl).FileControlDataVersion("main")
				return err
			})
		})
		if err := errors.Join(err, conn.Close()); err != nil {
			t.Error(err)
		}
	}
}
