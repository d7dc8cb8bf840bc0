package track

import (
	"context"
	"database/sql/driver"
	"io"
	"reflect"
)

// rows has every optional interface of driver.Rows: for each there is an answer
// by which database/sql does what it does without.
type rows struct {
	inner driver.Rows
	conn  *conn
	rec   *record // nil once closed; guarded by conn.mu
}

// rows wraps a result, which came from the statement of on or from the
// connection itself. The connection is locked, and its user located.
func (c *conn) rows(ctx context.Context, inner driver.Rows, query string, on *record) driver.Rows {
	r := &rows{inner: inner, conn: c}
	r.rec = c.opened(ctx, KindRows, query, on, r)
	return r
}

// enter locks the connection for a call on rows that are open.
func (r *rows) enter() error {
	r.conn.mu.Lock()
	if r.rec == nil || r.conn.reclaimed {
		r.conn.mu.Unlock()
		return ErrReclaimed
	}
	return nil
}

func (r *rows) Next(dest []driver.Value) error {
	if err := r.enter(); err != nil {
		return err
	}
	defer r.conn.leave()
	return r.inner.Next(dest)
}

func (r *rows) Close() error {
	if r.enter() != nil {
		return nil
	}
	defer r.conn.leave()
	return r.reclaim()
}

func (r *rows) reclaim() error {
	if r.rec == nil {
		return nil
	}
	r.conn.ledger.remove(r.rec)
	r.rec = nil
	return r.inner.Close()
}

func (r *rows) Columns() []string {
	if r.enter() != nil {
		return nil
	}
	defer r.conn.leave()
	return r.inner.Columns()
}

func (r *rows) HasNextResultSet() bool {
	if r.enter() != nil {
		return false
	}
	defer r.conn.leave()
	next, ok := r.inner.(driver.RowsNextResultSet)
	return ok && next.HasNextResultSet()
}

func (r *rows) NextResultSet() error {
	if err := r.enter(); err != nil {
		return err
	}
	defer r.conn.leave()
	if next, ok := r.inner.(driver.RowsNextResultSet); ok {
		return next.NextResultSet()
	}
	return io.EOF
}

// columnType asks the driver for a property of a column; absent rows, and a
// driver that does not know the property, leave the answer as it is.
func columnType[T any](r *rows, ask func(T)) {
	if r.enter() != nil {
		return
	}
	defer r.conn.leave()
	if property, ok := r.inner.(T); ok {
		ask(property)
	}
}

func (r *rows) ColumnTypeScanType(i int) reflect.Type {
	t := reflect.TypeFor[any]()
	columnType(r, func(p driver.RowsColumnTypeScanType) { t = p.ColumnTypeScanType(i) })
	return t
}

func (r *rows) ColumnTypeDatabaseTypeName(i int) (name string) {
	columnType(r, func(p driver.RowsColumnTypeDatabaseTypeName) { name = p.ColumnTypeDatabaseTypeName(i) })
	return name
}

func (r *rows) ColumnTypeLength(i int) (length int64, ok bool) {
	columnType(r, func(p driver.RowsColumnTypeLength) { length, ok = p.ColumnTypeLength(i) })
	return length, ok
}

func (r *rows) ColumnTypeNullable(i int) (nullable, ok bool) {
	columnType(r, func(p driver.RowsColumnTypeNullable) { nullable, ok = p.ColumnTypeNullable(i) })
	return nullable, ok
}

func (r *rows) ColumnTypePrecisionScale(i int) (precision, scale int64, ok bool) {
	columnType(r, func(p driver.RowsColumnTypePrecisionScale) { precision, scale, ok = p.ColumnTypePrecisionScale(i) })
	return precision, scale, ok
}
