package track_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"reflect"
	"sync"
	"testing"

	"github.com/leakvet/leakvet/dbpool/internal/drivertest"
	"github.com/leakvet/leakvet/dbpool/track"
)

// Drivers that write down how they are called: with as few interfaces as a
// driver may have, with those from before there were contexts, and with all.

type journal struct {
	mu    sync.Mutex
	calls []string
}

func (j *journal) note(what string, v ...any) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.calls = append(j.calls, what+fmt.Sprint(v...))
}

type fakeConn struct{ *journal }

func (c fakeConn) Prepare(q string) (driver.Stmt, error) {
	c.note("Prepare ", q)
	return fakeStmt(c), nil
}
func (c fakeConn) Begin() (driver.Tx, error) { c.note("Begin"); return fakeTx(c), nil }
func (c fakeConn) Close() error              { c.note("Close"); return nil }

type fakeStmt struct{ *journal }

func (s fakeStmt) NumInput() int { s.note("NumInput"); return -1 }
func (s fakeStmt) Close() error  { s.note("Stmt.Close"); return nil }
func (s fakeStmt) Exec(args []driver.Value) (driver.Result, error) {
	s.note("Stmt.Exec ", args)
	return driver.ResultNoRows, nil
}
func (s fakeStmt) Query(args []driver.Value) (driver.Rows, error) {
	s.note("Stmt.Query ", args)
	return fakeRows(s), nil
}

type fakeTx struct{ *journal }

func (t fakeTx) Commit() error   { t.note("Commit"); return nil }
func (t fakeTx) Rollback() error { t.note("Rollback"); return nil }

type fakeRows struct{ *journal }

func (r fakeRows) Columns() []string         { r.note("Columns"); return []string{"a"} }
func (r fakeRows) Next([]driver.Value) error { r.note("Next"); return io.EOF }
func (r fakeRows) Close() error              { r.note("Rows.Close"); return nil }

type legacyConn struct{ fakeConn }

func (c legacyConn) Prepare(q string) (driver.Stmt, error) {
	c.note("Prepare ", q)
	return legacyStmt{fakeStmt{c.journal}}, nil
}
func (c legacyConn) Exec(q string, args []driver.Value) (driver.Result, error) {
	c.note("Exec ", q, args)
	return driver.ResultNoRows, nil
}
func (c legacyConn) Query(q string, args []driver.Value) (driver.Rows, error) {
	c.note("Query ", q, args)
	return fakeRows{c.journal}, nil
}

type legacyStmt struct{ fakeStmt }

func (s legacyStmt) NumInput() int { return 1 }
func (s legacyStmt) ColumnConverter(int) driver.ValueConverter {
	s.note("ColumnConverter")
	return driver.String
}

type fullConn struct{ fakeConn }

func (c fullConn) PrepareContext(_ context.Context, q string) (driver.Stmt, error) {
	c.note("PrepareContext ", q)
	return fullStmt{fakeStmt{c.journal}}, nil
}
func (c fullConn) BeginTx(_ context.Context, o driver.TxOptions) (driver.Tx, error) {
	c.note("BeginTx ", o)
	return fakeTx{c.journal}, nil
}
func (c fullConn) ExecContext(_ context.Context, q string, args []driver.NamedValue) (driver.Result, error) {
	c.note("ExecContext ", q, args)
	return nil, driver.ErrSkip
}
func (c fullConn) QueryContext(_ context.Context, q string, args []driver.NamedValue) (driver.Rows, error) {
	c.note("QueryContext ", q, args)
	return fullRows{fakeRows{c.journal}}, nil
}
func (c fullConn) Ping(context.Context) error         { c.note("Ping"); return nil }
func (c fullConn) ResetSession(context.Context) error { c.note("ResetSession"); return nil }
func (c fullConn) IsValid() bool                      { c.note("IsValid"); return true }
func (c fullConn) CheckNamedValue(v *driver.NamedValue) error {
	c.note("Conn.CheckNamedValue ", v.Ordinal)
	return driver.ErrSkip
}

type fullStmt struct{ fakeStmt }

func (s fullStmt) ExecContext(_ context.Context, args []driver.NamedValue) (driver.Result, error) {
	s.note("Stmt.ExecContext ", args)
	return driver.ResultNoRows, nil
}
func (s fullStmt) QueryContext(_ context.Context, args []driver.NamedValue) (driver.Rows, error) {
	s.note("Stmt.QueryContext ", args)
	return fullRows{fakeRows{s.journal}}, nil
}
func (s fullStmt) CheckNamedValue(v *driver.NamedValue) error {
	s.note("Stmt.CheckNamedValue ", v.Ordinal)
	return nil
}

type fullRows struct{ fakeRows }

func (r fullRows) HasNextResultSet() bool { r.note("HasNextResultSet"); return true }
func (r fullRows) NextResultSet() error   { r.note("NextResultSet"); return io.EOF }
func (r fullRows) ColumnTypeScanType(int) reflect.Type {
	r.note("ScanType")
	return reflect.TypeFor[int8]()
}
func (r fullRows) ColumnTypeDatabaseTypeName(int) string { r.note("TypeName"); return "TINY" }
func (r fullRows) ColumnTypeLength(int) (int64, bool)    { r.note("Length"); return 3, true }
func (r fullRows) ColumnTypeNullable(int) (bool, bool)   { r.note("Nullable"); return true, true }
func (r fullRows) ColumnTypePrecisionScale(int) (int64, int64, bool) {
	r.note("PrecisionScale")
	return 4, 2, true
}

// fakeConnector makes connections with a function, and closes with a note.
type fakeConnector struct {
	*journal
	connect func(context.Context) (driver.Conn, error)
}

func (c fakeConnector) Connect(ctx context.Context) (driver.Conn, error) { return c.connect(ctx) }
func (c fakeConnector) Driver() driver.Driver                            { return nil }
func (c fakeConnector) Close() error                                     { c.note("Connector.Close"); return nil }

// A driver is called the same way, and database/sql answers the same, whether
// the driver is wrapped or not.
func TestSameCalls(t *testing.T) {
	for name, conn := range map[string]func(*journal) driver.Conn{
		"minimal": func(j *journal) driver.Conn { return fakeConn{j} },
		"legacy":  func(j *journal) driver.Conn { return legacyConn{fakeConn{j}} },
		"full":    func(j *journal) driver.Conn { return fullConn{fakeConn{j}} },
	} {
		calls := func(mode track.Mode) []string {
			var j journal
			connect := func(context.Context) (driver.Conn, error) { return conn(&j), nil }
			use(sql.OpenDB(track.Wrap(fakeConnector{&j, connect}, mode)), &j)
			return j.calls
		}
		alone := calls(track.Off)
		for _, mode := range []track.Mode{track.Count, track.Stacks} {
			wrapped := calls(mode)
			for i := range max(len(alone), len(wrapped)) {
				if i >= len(alone) || i >= len(wrapped) || alone[i] != wrapped[i] {
					t.Errorf("%s, mode %d: call %d differs\nalone:   %q\nwrapped: %q", name, mode, i, alone[i:], wrapped[i:])
					break
				}
			}
		}
	}
}

// use does everything that can be done with a database, and notes the answers.
func use(db *sql.DB, j *journal) {
	ctx, cancel := context.WithCancel(context.Background())
	db.SetMaxOpenConns(1)
	j.note("= ", db.Ping())
	for _, args := range [][]any{{}, {1}, {"text"}, {sql.Named("n", 1)}, {struct{}{}}, {sql.NullString{}}} {
		_, err := db.Exec("exec", args...)
		j.note("= ", err)
		rows, err := db.Query("query", args...)
		j.note("= ", err)
		if err != nil {
			continue
		}
		types, err := rows.ColumnTypes()
		j.note("= ", err)
		for _, c := range types {
			j.note("= ", *c)
		}
		j.note("= ", rows.Next(), rows.NextResultSet(), rows.Err(), rows.Close())
	}
	stmt, err := db.Prepare("prepare")
	j.note("= ", err)
	for _, args := range [][]any{{1}, {"text"}, {sql.Named("n", 1)}, {struct{}{}}} {
		_, err := stmt.Exec(args...)
		j.note("= ", err)
		if rows, err := stmt.Query(args...); err == nil {
			j.note("= ", rows.Close())
		}
	}
	j.note("= ", stmt.Close())
	for _, o := range []*sql.TxOptions{nil, {ReadOnly: true}, {Isolation: sql.LevelSerializable}} {
		if tx, err := db.BeginTx(ctx, o); err == nil {
			j.note("= ", tx.Commit())
		} else {
			j.note("= ", err)
		}
		if tx, err := db.BeginTx(context.Background(), o); err == nil {
			j.note("= ", tx.Rollback())
		}
	}
	cancel()
	_, err = db.ExecContext(ctx, "ended")
	j.note("= ", err)
	j.note("= ", db.Close())
}

// The wrapper of a driver with few interfaces has few too, where that matters.
func TestExact(t *testing.T) {
	var j journal
	for _, conn := range []driver.Conn{fakeConn{&j}, legacyConn{fakeConn{&j}}, fullConn{fakeConn{&j}}} {
		connect := func(context.Context) (driver.Conn, error) { return conn, nil }
		wrapped := must(track.Wrap(fakeConnector{&j, connect}, track.Count).Connect(t.Context()))
		stmt, wrappedStmt := must(conn.Prepare("")), must(wrapped.Prepare(""))
		drivertest.Kept(t, conn, wrapped)
		drivertest.Kept(t, stmt, wrappedStmt)
		must(0, errors.Join(stmt.Close(), wrappedStmt.Close(), wrapped.Close()))
	}
}
