package containers

import (
	"context"
	"database/sql"
	"errors"
	"net"
	"sync"
	"sync/atomic"
)

// What a container may refuse is still owed then.
type dialled struct{ conns sync.Map }

func (p *dialled) dial(addr string) (net.Conn, error) {
	conn, err := net.Dial("tcp", addr) // want "unclosed: conn \\(net.Conn\\) is not closed on every path: it stays open when loaded holds"
	if err != nil {
		return nil, err
	}
	if old, loaded := p.conns.LoadOrStore(addr, conn); loaded {
		return old.(net.Conn), nil
	}
	return conn, nil
}

func (p *dialled) dialUnasked(addr string) (net.Conn, error) {
	conn, err := net.Dial("tcp", addr) // want "unclosed: conn \\(net.Conn\\) is not closed on every path: it stays open when p.conns.LoadOrStore does not take it"
	if err != nil {
		return nil, err
	}
	now, _ := p.conns.LoadOrStore(addr, conn)
	return now.(net.Conn), nil
}

func (p *dialled) dialRight(addr string) (net.Conn, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	now, loaded := p.conns.LoadOrStore(addr, conn)
	if loaded {
		conn.Close()
	}
	return now.(net.Conn), nil
}

func (p *dialled) redial(addr string, old net.Conn) error {
	conn, err := net.Dial("tcp", addr) // want "unclosed: conn \\(net.Conn\\) is not closed on every path"
	if err != nil {
		return err
	}
	if !p.conns.CompareAndSwap(addr, old, conn) {
		return errors.New("another connection by now")
	}
	return old.Close()
}

func (p *dialled) redialRight(addr string, old net.Conn) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	if p.conns.CompareAndSwap(addr, old, conn) {
		return old.Close()
	}
	return conn.Close()
}

var current atomic.Pointer[sql.Conn]

func keep(ctx context.Context, db *sql.DB) (*sql.Conn, error) {
	c, err := db.Conn(ctx) // want "unclosed: c \\(\\*sql.Conn\\) is not closed on every path: it stays open when current.CompareAndSwap\\(nil, c\\) does not hold"
	if err != nil {
		return nil, err
	}
	if !current.CompareAndSwap(nil, c) {
		return current.Load(), nil
	}
	return c, nil
}

func keepRight(ctx context.Context, db *sql.DB) (*sql.Conn, error) {
	c, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if current.CompareAndSwap(nil, c) {
		return c, nil
	}
	return current.Load(), c.Close()
}
