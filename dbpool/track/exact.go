package track

import (
	"context"
	"database/sql/driver"
)

// database/sql checks arguments by other rules when a connection can execute a
// query directly, and when a statement has a ColumnConverter. Being able to and
// declining is not the same as not being able to, so these interfaces must be
// there exactly if the driver has them: one type for each combination.

type connExec struct{ *conn }
type connQuery struct{ *conn }
type connExecQuery struct{ *conn }

// exact returns c with the interfaces of the driver's connection.
func (c *conn) exact() driver.Conn {
	execs, queries := canExec(c.inner), canQuery(c.inner)
	switch {
	case execs && queries:
		return connExecQuery{c}
	case execs:
		return connExec{c}
	case queries:
		return connQuery{c}
	default:
		return c
	}
}

func (c connExec) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	return c.exec(ctx, query, args)
}

func (c connQuery) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	return c.query(ctx, query, args)
}

func (c connExecQuery) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	return c.exec(ctx, query, args)
}

func (c connExecQuery) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	return c.query(ctx, query, args)
}

func (c *conn) exec(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if err := c.begin(query); err != nil {
		return nil, err
	}
	defer c.leave()
	return execContext(ctx, c.inner, query, args)
}

func (c *conn) query(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if err := c.begin(query); err != nil {
		return nil, err
	}
	defer c.leave()
	inner, err := queryContext(ctx, c.inner, query, args)
	if err != nil {
		return nil, err
	}
	c.locate()
	return c.rows(ctx, inner, query, nil), nil
}

type stmtConverter struct{ *stmt }

// exact returns s with the interfaces of the driver's statement.
func (s *stmt) exact() driver.Stmt {
	if _, ok := s.inner.(driver.ColumnConverter); ok { //nolint:staticcheck // deprecated, but drivers have it
		return stmtConverter{s}
	}
	return s
}

func (s stmtConverter) ColumnConverter(i int) driver.ValueConverter {
	return s.inner.(driver.ColumnConverter).ColumnConverter(i) //nolint:staticcheck // see exact
}
