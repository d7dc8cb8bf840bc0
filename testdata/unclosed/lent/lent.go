// Package lent gives resources to code that cannot be seen. Where a function releases what
// it had given away, whatever came of that, the others have to as well.
package lent

import (
	"context"
	"database/sql"
	"net"
)

type driver interface {
	Query(ctx context.Context, conn *sql.Conn, statement string) ([]string, error)
	Watch(conn *sql.Conn) error
	Adopt(conn *sql.Conn) error
	Offer(conn *sql.Conn) bool
	Serve(conn net.Conn) error
	Scan(rows *sql.Rows) (int, error)
}

type service struct {
	db     *sql.DB
	driver driver
}

func (s *service) goodCloses(ctx context.Context) ([]string, error) {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	return s.driver.Query(ctx, conn, "SELECT 1")
}

func (s *service) badForgets(ctx context.Context) ([]string, error) {
	conn, err := s.db.Conn(ctx) // want "unclosed: conn .*is never closed"
	if err != nil {
		return nil, err
	}
	return s.driver.Query(ctx, conn, "SELECT 1")
}

// badOnError closes on one way only.
func (s *service) badOnError(ctx context.Context) ([]string, error) {
	conn, err := s.db.Conn(ctx) // want "unclosed: conn .*is not closed on every path"
	if err != nil {
		return nil, err
	}
	names, err := s.driver.Query(ctx, conn, "SELECT 1")
	if err != nil {
		return nil, err
	}
	return names, conn.Close()
}

// A function of the package that hands it on is known by its callers, too.
func (s *service) execute(ctx context.Context, conn *sql.Conn) error {
	_, err := s.driver.Query(ctx, conn, "DELETE FROM t")
	return err
}

func (s *service) goodExecutes(ctx context.Context) error {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return s.execute(ctx, conn)
}

func (s *service) badExecutes(ctx context.Context) error {
	var conn *sql.Conn
	if s.db != nil {
		var err error
		conn, err = s.db.Conn(ctx) // want "unclosed: conn .*is never closed"
		if err != nil {
			return err
		}
	}
	return s.execute(ctx, conn)
}

// Nobody releases what is given to Watch: it may be the one.
func (s *service) goodNobodyCloses(ctx context.Context) error {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return err
	}
	return s.driver.Watch(conn)
}

// Adopt takes the connection if it succeeds.
func (s *service) goodTaken(ctx context.Context) error {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return err
	}
	if err := s.driver.Adopt(conn); err != nil {
		conn.Close()
		return err
	}
	return nil
}

func (s *service) goodTakenToo(ctx context.Context) error {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return err
	}
	return s.driver.Adopt(conn)
}

// Offer takes it, or says that it does not.
func (s *service) goodOffered(ctx context.Context) error {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return err
	}
	if !s.driver.Offer(conn) {
		return conn.Close()
	}
	return nil
}

func (s *service) goodOfferedToo(ctx context.Context) error {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return err
	}
	s.driver.Offer(conn)
	return nil
}

// Both ends of a stream are closed, and by many to be sure.
func (s *service) goodStream(addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	return s.driver.Serve(conn)
}

func (s *service) goodStreamToo(addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	return s.driver.Serve(conn)
}

func (s *service) goodRows(ctx context.Context) (int, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT 1")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	n, err := s.driver.Scan(rows)
	if err != nil {
		return 0, err
	}
	return n, rows.Err()
}

func (s *service) badRows(ctx context.Context) (int, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT 2") // want "unclosed: rows .*is never closed"
	if err != nil {
		return 0, err
	}
	return s.driver.Scan(rows)
}
