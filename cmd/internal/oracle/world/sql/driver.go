package sql

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"sync/atomic"

	"github.com/leakvet/leakvet/cmd/internal/oracle/world"
)

var errFault = errors.New("the database fails")

func fault() error {
	if world.Fault() {
		return errFault
	}
	return nil
}

// A handle is what the driver has given out: open until the driver is told that
// it is no longer needed.
type handle struct{ closed atomic.Bool }

func (h *handle) open() bool { return !h.closed.Load() }

// slot is a key in a context: the driver puts the handle that it makes there.
type slot struct{}

func withSlot(ctx context.Context) (context.Context, **handle) {
	h := new(*handle)
	return context.WithValue(ctx, slot{}, h), h
}

// give makes the handle for a call, and puts it into the call's slot.
func give(ctx context.Context) *handle {
	h := new(handle)
	if place, ok := ctx.Value(slot{}).(**handle); ok {
		*place = h
	}
	return h
}

type connector struct{}

func (connector) Connect(context.Context) (driver.Conn, error) { return conn{}, nil }
func (connector) Driver() driver.Driver                        { return nil }

type conn struct{}

func (conn) Prepare(string) (driver.Stmt, error) { panic("unused") }
func (conn) Begin() (driver.Tx, error)           { panic("unused") }
func (conn) Close() error                        { return nil }

func (conn) PrepareContext(ctx context.Context, _ string) (driver.Stmt, error) {
	if err := fault(); err != nil {
		return nil, err
	}
	return stmt{give(ctx)}, nil
}

func (conn) BeginTx(ctx context.Context, _ driver.TxOptions) (driver.Tx, error) {
	if err := fault(); err != nil {
		return nil, err
	}
	return tx{give(ctx)}, nil
}

func (conn) QueryContext(ctx context.Context, _ string, _ []driver.NamedValue) (driver.Rows, error) {
	if err := fault(); err != nil {
		return nil, err
	}
	return &rows{handle: give(ctx)}, nil
}

func (conn) ExecContext(context.Context, string, []driver.NamedValue) (driver.Result, error) {
	if err := fault(); err != nil {
		return nil, err
	}
	return driver.RowsAffected(1), nil
}

type stmt struct{ *handle }

func (s stmt) Close() error                             { s.closed.Store(true); return nil }
func (stmt) NumInput() int                              { return -1 }
func (stmt) Exec([]driver.Value) (driver.Result, error) { panic("unused") }
func (stmt) Query([]driver.Value) (driver.Rows, error)  { panic("unused") }
func (stmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	return conn{}.ExecContext(ctx, "", args)
}
func (stmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	return conn{}.QueryContext(ctx, "", args)
}

type tx struct{ *handle }

func (t tx) Commit() error   { t.closed.Store(true); return fault() }
func (t tx) Rollback() error { t.closed.Store(true); return fault() }

// rows has at most maxRows rows.
type rows struct {
	*handle
	at     int
	failed bool
}

const maxRows = 2

func (*rows) Columns() []string { return []string{"id"} }
func (r *rows) Close() error    { r.closed.Store(true); return fault() }

func (r *rows) Next(dest []driver.Value) error {
	if err := fault(); err != nil {
		r.failed = true
		return err
	}
	if r.at == maxRows || world.Choose(2) == 0 {
		return io.EOF
	}
	r.at++
	dest[0] = int64(r.at)
	if world.Fault() {
		dest[0] = "not a number"
	}
	return nil
}
