// Package dbpool uses leakvet's own runtime, which owns the connections and
// transactions that it lends.
package dbpool

import (
	"context"
	"database/sql"
	"errors"
	"os"

	"github.com/leakvet/leakvet/dbpool"
	"github.com/leakvet/leakvet/dbpool/retry"
	"github.com/leakvet/leakvet/dbpool/teardown"
)

func goodInTx(ctx context.Context, pool *dbpool.Pool) error {
	return pool.InTx(ctx, nil, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE users SET seen = 1")
		return err
	})
}

func goodRows(ctx context.Context, pool *dbpool.Pool) (names []string, err error) {
	for rows, err := range pool.Rows(ctx, "SELECT name FROM users") {
		if err != nil {
			return nil, err
		}
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, nil
}

func goodRowsInTx(ctx context.Context, tx *sql.Tx) (name string, err error) {
	for rows, err := range dbpool.Rows(ctx, tx, "SELECT name FROM users") {
		if err != nil {
			return "", err
		}
		if err := rows.Scan(&name); err != nil {
			return "", err
		}
		break
	}
	return name, nil
}

func goodRowsOnConn(ctx context.Context, pool *dbpool.Pool) error {
	return pool.With(ctx, func(ctx context.Context, conn *sql.Conn) (err error) {
		rows, err := conn.QueryContext(ctx, "SELECT name FROM users")
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, rows.Close()) }()
		rows.Next()
		return rows.Err()
	})
}

func badRowsOnConn(ctx context.Context, pool *dbpool.Pool) error {
	return pool.With(ctx, func(ctx context.Context, conn *sql.Conn) error {
		rows, err := conn.QueryContext(ctx, "SELECT name FROM users") // want `unclosed: rows \(\*sql.Rows\) is never closed`
		if err != nil {
			return err
		}
		rows.Next()
		return rows.Err()
	})
}

func badTxOnConn(ctx context.Context, pool *dbpool.Pool) error {
	return pool.With(ctx, func(ctx context.Context, conn *sql.Conn) error {
		tx, err := conn.BeginTx(ctx, nil) // want `unclosed: tx \(\*sql.Tx\) is never committed or rolled back`
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "UPDATE users SET seen = 1")
		return err
	})
}

func badRowsOfDB(ctx context.Context, pool *dbpool.Pool) error {
	rows, err := pool.DB().QueryContext(ctx, "SELECT 1") // want `unclosed: rows \(\*sql.Rows\) is never closed`
	if err != nil {
		return err
	}
	rows.Next()
	return rows.Err()
}

func goodPushed(td *teardown.Stack) (*os.File, error) {
	f, err := os.Open("users.csv")
	if err != nil {
		return nil, err
	}
	td.Push("close users.csv", func(context.Context) error { return f.Close() }, teardown.Retry(retry.Policy{}))
	return f, nil
}

func goodPushedCloser(td *teardown.Stack) ([]byte, error) {
	f, err := os.Open("users.csv")
	if err != nil {
		return nil, err
	}
	td.PushCloser("close users.csv", f)
	head := make([]byte, 512)
	_, err = f.Read(head)
	return head, err
}

func badNotPushed(td *teardown.Stack) ([]byte, error) {
	f, err := os.Open("users.csv") // want `unclosed: f \(\*os.File\) is not closed on every path`
	if err != nil {
		return nil, err
	}
	head := make([]byte, 512)
	if _, err := f.Read(head); err != nil {
		return nil, err
	}
	td.PushCloser("close users.csv", f)
	return head, nil
}

// A stack that was detached is the caller's.
type parts struct{ teardown *teardown.Stack }

func goodDetached(ctx context.Context) (_ *parts, err error) {
	var td teardown.Stack
	defer func() { err = errors.Join(err, td.Close(ctx)) }()
	td.Push("remove a", func(context.Context) error { return os.Remove("a") })
	return &parts{td.Detach()}, nil
}

func (p *parts) Close(ctx context.Context) error { return p.teardown.Close(ctx) }

func badDetached(ctx context.Context) (err error) {
	var td teardown.Stack
	defer func() { err = errors.Join(err, td.Close(ctx)) }()
	td.Push("remove a", func(context.Context) error { return os.Remove("a") })
	rest := td.Detach() // want `unclosed: rest \(\*teardown.Stack\) is never closed`
	rest.Push("remove b", func(context.Context) error { return os.Remove("b") })
	return nil
}

// A stack of one's own has to be unwound.
func goodOwnStack(ctx context.Context) (err error) {
	var td teardown.Stack
	td.Push("remove a", func(context.Context) error { return os.Remove("a") })
	err = os.WriteFile("a", nil, 0o600)
	return errors.Join(err, td.Close(ctx))
}

func goodOwnStackDeferred(ctx context.Context) error {
	td := new(teardown.Stack)
	defer td.Close(ctx)
	td.Push("remove a", func(context.Context) error { return os.Remove("a") })
	return os.WriteFile("a", nil, 0o600)
}

// Whoever gets the parts unwinds them.
func goodOwnStackDetached() *parts {
	var td teardown.Stack
	td.Push("remove a", func(context.Context) error { return os.Remove("a") })
	return &parts{td.Detach()}
}

func goodOwnStackReturned() *teardown.Stack {
	td := &teardown.Stack{}
	td.Push("remove a", func(context.Context) error { return os.Remove("a") })
	return td
}

func goodOwnStackInField() *parts {
	td := new(teardown.Stack)
	p := &parts{td}
	td.Push("remove a", func(context.Context) error { return os.Remove("a") })
	return p
}

// Nothing was pushed on a stack that is only made.
func goodEmptyStack() error {
	var td teardown.Stack
	td.StepTimeout = 0
	return os.WriteFile("a", nil, 0o600)
}

func badOwnStack() error {
	var td teardown.Stack
	td.Push("remove a", func(context.Context) error { return os.Remove("a") }) // want `unclosed: td \(\*teardown.Stack\) is never closed`
	td.Push("remove b", func(context.Context) error { return os.Remove("b") })
	return os.WriteFile("a", nil, 0o600)
}

func badOwnStackEarly(ctx context.Context) error {
	td := &teardown.Stack{}
	td.Push("remove a", func(context.Context) error { return os.Remove("a") }) // want `unclosed: td \(\*teardown.Stack\) is not closed on every path`
	if err := os.WriteFile("a", nil, 0o600); err != nil {
		return err
	}
	return td.Close(ctx)
}

func badOwnStackOfCloser() ([]byte, error) {
	f, err := os.Open("users.csv")
	if err != nil {
		return nil, err
	}
	var td teardown.Stack
	td.PushCloser("close users.csv", f) // want `unclosed: td \(\*teardown.Stack\) is never closed`
	head := make([]byte, 512)
	_, err = f.Read(head)
	return head, err
}
