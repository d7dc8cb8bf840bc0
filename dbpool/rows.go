package dbpool

import (
	"context"
	"database/sql"
	"iter"
)

// A Querier is a *sql.Conn, *sql.Tx or *sql.DB.
type Querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Rows runs a query and ranges over its rows; they are closed and the
// connection is given back however the loop ends.
//
//	for rows, err := range pool.Rows(ctx, "SELECT name FROM users WHERE age > ?", 30) {
//		if err != nil {
//			return err
//		}
//		if err := rows.Scan(&name); err != nil {
//			return err
//		}
//	}
//
// In each round rows stands on a row that is there; call just its Scan. If the
// query, a row, the end of the rows or their release fails, the error comes in
// one last round. Each range over the result runs the query anew. The loop's
// body has the connection, see [Pool.With]: while it takes its time, nobody
// else can have that.
func (p *Pool) Rows(ctx context.Context, query string, args ...any) iter.Seq2[*sql.Rows, error] {
	return func(yield func(*sql.Rows, error) bool) {
		left := false
		err := p.With(ctx, func(ctx context.Context, conn *sql.Conn) error {
			return eachRow(ctx, conn, query, args, func(rows *sql.Rows) bool {
				left = !yield(rows, nil)
				return !left
			})
		})
		switch {
		case err == nil:
		case left: // and with it the one that could be told
			p.config.Logger.ErrorContext(ctx, "release of rows failed", "pool", p.config.Name, "err", err)
		default:
			yield(nil, err)
		}
	}
}

// Rows is [Pool.Rows] on a connection or in a transaction that the caller has.
// The connection stays the caller's. A failure to close rows that the loop has
// left early is lost: such rows say nothing that the next use of the connection
// does not.
func Rows(ctx context.Context, q Querier, query string, args ...any) iter.Seq2[*sql.Rows, error] {
	return func(yield func(*sql.Rows, error) bool) {
		left := false
		err := eachRow(ctx, q, query, args, func(rows *sql.Rows) bool {
			left = !yield(rows, nil)
			return !left
		})
		if err != nil && !left {
			yield(nil, err)
		}
	}
}

// eachRow calls row with the rows of a query as long as it returns true.
func eachRow(ctx context.Context, q Querier, query string, args []any, row func(*sql.Rows) bool) (err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { err = join(err, rows.Close()) }()
	for rows.Next() {
		if !row(rows) {
			return nil
		}
	}
	return rows.Err()
}
