package track

import (
	"context"
	"database/sql/driver"
)

type stmt struct {
	inner driver.Stmt
	conn  *conn
	query string
	rec   *record // nil once closed; guarded by conn.mu
}

// begin locks the connection for a call that executes the statement.
func (s *stmt) begin() error {
	if err := s.conn.begin(s.query); err != nil {
		return err
	}
	if s.rec == nil {
		s.conn.leave()
		return ErrReclaimed
	}
	return nil
}

func (s *stmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	if err := s.begin(); err != nil {
		return nil, err
	}
	defer s.conn.leave()
	return stmtExecContext(ctx, s.inner, args)
}

func (s *stmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	if err := s.begin(); err != nil {
		return nil, err
	}
	defer s.conn.leave()
	inner, err := stmtQueryContext(ctx, s.inner, args)
	if err != nil {
		return nil, err
	}
	s.conn.locate()
	return s.conn.rows(ctx, inner, s.query, s.rec), nil
}

func (s *stmt) NumInput() int {
	if s.conn.enter() != nil {
		return -1 // unknown: the call that follows says what is wrong
	}
	defer s.conn.leave()
	return s.inner.NumInput()
}

// CheckNamedValue asks the statement, then the connection, as database/sql does.
func (s *stmt) CheckNamedValue(v *driver.NamedValue) error {
	checker, ok := s.inner.(driver.NamedValueChecker)
	if !ok {
		return s.conn.CheckNamedValue(v)
	}
	if err := s.conn.enter(); err != nil {
		return err
	}
	defer s.conn.leave()
	return checker.CheckNamedValue(v)
}

func (s *stmt) Close() error {
	if s.conn.enter() != nil {
		return nil
	}
	defer s.conn.leave()
	return s.reclaim()
}

func (s *stmt) reclaim() error {
	if s.rec == nil {
		return nil
	}
	s.conn.ledger.remove(s.rec)
	s.rec = nil
	return s.inner.Close()
}

// Exec and Query are part of driver.Stmt; database/sql does not call them on a
// statement that can do it with a context.

func (s *stmt) Exec(args []driver.Value) (driver.Result, error) {
	return s.ExecContext(context.Background(), named(args))
}

func (s *stmt) Query(args []driver.Value) (driver.Rows, error) {
	return s.QueryContext(context.Background(), named(args))
}

func named(values []driver.Value) []driver.NamedValue {
	args := make([]driver.NamedValue, len(values))
	for i, v := range values {
		args[i] = driver.NamedValue{Ordinal: i + 1, Value: v}
	}
	return args
}
