package track

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
)

// What database/sql does with a driver whose methods take no context, so that
// the wrapper, which always offers them, behaves as the driver alone would.

func canExec(c driver.Conn) bool {
	_, withContext := c.(driver.ExecerContext)
	_, without := c.(driver.Execer) //nolint:staticcheck // deprecated, but drivers have it
	return withContext || without
}

func canQuery(c driver.Conn) bool {
	_, withContext := c.(driver.QueryerContext)
	_, without := c.(driver.Queryer) //nolint:staticcheck // deprecated, but drivers have it
	return withContext || without
}

func execContext(ctx context.Context, c driver.Conn, query string, args []driver.NamedValue) (driver.Result, error) {
	if withContext, ok := c.(driver.ExecerContext); ok {
		return withContext.ExecContext(ctx, query, args)
	}
	values, err := positional(ctx, args)
	if err != nil {
		return nil, err
	}
	return c.(driver.Execer).Exec(query, values) //nolint:staticcheck // see canExec
}

func queryContext(ctx context.Context, c driver.Conn, query string, args []driver.NamedValue) (driver.Rows, error) {
	if withContext, ok := c.(driver.QueryerContext); ok {
		return withContext.QueryContext(ctx, query, args)
	}
	values, err := positional(ctx, args)
	if err != nil {
		return nil, err
	}
	return c.(driver.Queryer).Query(query, values) //nolint:staticcheck // see canQuery
}

func stmtExecContext(ctx context.Context, s driver.Stmt, args []driver.NamedValue) (driver.Result, error) {
	if withContext, ok := s.(driver.StmtExecContext); ok {
		return withContext.ExecContext(ctx, args)
	}
	values, err := positional(ctx, args)
	if err != nil {
		return nil, err
	}
	return s.Exec(values) //nolint:staticcheck // deprecated, but all that this driver has
}

func stmtQueryContext(ctx context.Context, s driver.Stmt, args []driver.NamedValue) (driver.Rows, error) {
	if withContext, ok := s.(driver.StmtQueryContext); ok {
		return withContext.QueryContext(ctx, args)
	}
	values, err := positional(ctx, args)
	if err != nil {
		return nil, err
	}
	return s.Query(values) //nolint:staticcheck // deprecated, but all that this driver has
}

func prepareContext(ctx context.Context, c driver.Conn, query string) (driver.Stmt, error) {
	if withContext, ok := c.(driver.ConnPrepareContext); ok {
		return withContext.PrepareContext(ctx, query)
	}
	s, err := c.Prepare(query)
	if err == nil && ctx.Err() != nil {
		return nil, errors.Join(ctx.Err(), s.Close())
	}
	return s, err
}

func beginTx(ctx context.Context, c driver.Conn, opts driver.TxOptions) (driver.Tx, error) {
	if withContext, ok := c.(driver.ConnBeginTx); ok {
		return withContext.BeginTx(ctx, opts)
	}
	if opts.Isolation != driver.IsolationLevel(sql.LevelDefault) {
		return nil, errors.New("sql: driver does not support non-default isolation level")
	}
	if opts.ReadOnly {
		return nil, errors.New("sql: driver does not support read-only transactions")
	}
	t, err := c.Begin() //nolint:staticcheck // deprecated, but all that this driver has
	if err == nil && ctx.Err() != nil {
		return nil, errors.Join(ctx.Err(), t.Rollback())
	}
	return t, err
}

// positional returns the values of arguments for a driver that knows no names.
func positional(ctx context.Context, args []driver.NamedValue) ([]driver.Value, error) {
	values := make([]driver.Value, len(args))
	for i, arg := range args {
		if arg.Name != "" {
			return nil, errors.New("sql: driver does not support the use of Named Parameters")
		}
		values[i] = arg.Value
	}
	return values, ctx.Err()
}
