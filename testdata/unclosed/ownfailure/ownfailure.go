// Package ownfailure has methods that open something into their receiver and fail
// after that: some clean up on one way on which they fail, and forget it on another.
package ownfailure

import (
	"context"
	"database/sql"
	"errors"
	"net"
	"os"
)

var (
	errNo  = errors.New("no")
	onExit []func()
)

// The second step cleans up, the first does not.
type badFile struct {
	f    *os.File
	size int64
}

func (b *badFile) Open(name string) error {
	f, err := os.Open(name) // want "unclosed: f .* is not closed on every path: it stays open when err != nil"
	if err != nil {
		return err
	}
	b.f = f
	info, err := f.Stat()
	if err != nil {
		return err
	}
	b.size = info.Size()
	if b.size == 0 {
		f.Close()
		return errNo
	}
	return nil
}

func (b *badFile) Close() error { return b.f.Close() }

// It is released through the field, or by the method that is for it.
type badConn struct {
	conn net.Conn
	name string
}

func (b *badConn) Connect(addr string) (err error) {
	b.conn, err = net.Dial("tcp", addr) // want "unclosed: b.conn .* is not closed on every path: it stays open when err != nil"
	if err != nil {
		return err
	}
	if err := b.greet(); err != nil {
		b.Close()
		return err
	}
	if err := b.ask(); err != nil {
		return err
	}
	return nil
}

// It hands the object on, which others have anyway.
func (b *badConn) greet() error {
	onExit = append(onExit, func() { println(b.name) })
	_, err := b.conn.Write([]byte(b.name))
	return err
}

func (b *badConn) ask() error {
	_, err := b.conn.Write([]byte("?"))
	return err
}

func (b *badConn) Close() error { return b.conn.Close() }

// Every way on which it fails cleans up.
type goodFile struct {
	f    *os.File
	size int64
}

func (g *goodFile) Open(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	g.f = f
	info, err := f.Stat()
	if err != nil {
		g.f.Close()
		return err
	}
	g.size = info.Size()
	if g.size == 0 {
		f.Close()
		return errNo
	}
	return nil
}

func (g *goodFile) Close() error { return g.f.Close() }

// So does a deferred func.
type goodDeferred struct{ f *os.File }

func (g *goodDeferred) Open(name string) (err error) {
	g.f, err = os.Open(name)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			g.f.Close()
		}
	}()
	if _, err := g.f.Stat(); err != nil {
		return err
	}
	if _, err := g.f.Seek(1, 0); err != nil {
		return err
	}
	return nil
}

func (g *goodDeferred) Close() error { return g.f.Close() }

// Nothing is closed when it fails: that may be for whoever has called it.
type goodCaller struct{ conn net.Conn }

func (g *goodCaller) Connect(addr string) (err error) {
	g.conn, err = net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	if _, err := g.conn.Write(nil); err != nil {
		return err
	}
	return nil
}

func (g *goodCaller) Close() error { return g.conn.Close() }

// Here it certainly is.
type goodClosed struct {
	conn net.Conn
}

func (g *goodClosed) Connect(addr string) (err error) {
	g.conn, err = net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	if _, err := g.conn.Write(nil); err != nil {
		g.conn.Close()
		return err
	}
	if _, err := g.conn.Read(nil); err != nil {
		return err
	}
	return nil
}

func (g *goodClosed) Close() error { return g.conn.Close() }

func useClosed(g *goodClosed, addr string) error {
	if err := g.Connect(addr); err != nil {
		return errors.Join(err, g.Close())
	}
	return nil
}

// A server whose Stop ends the loop.
type goodServer struct{ l net.Listener }

func (g *goodServer) Serve(addr string, handle func(net.Conn) error) (err error) {
	g.l, err = net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	if err := handle(nil); err != nil {
		g.l.Close()
		return err
	}
	for {
		c, err := g.l.Accept()
		if err != nil {
			return err
		}
		if err := errors.Join(handle(c), c.Close()); err != nil {
			return err
		}
	}
}

func (g *goodServer) Stop() error { return g.l.Close() }

// One that waits to be closed by others.
type goodWaiting struct {
	conn net.Conn
	done chan struct{}
}

func (g *goodWaiting) Run(ctx context.Context, addr string) (err error) {
	g.conn, err = net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	select {
	case <-g.done:
		return errNo
	case <-ctx.Done():
		g.conn.Close()
		return ctx.Err()
	}
}

func (g *goodWaiting) Close() error {
	close(g.done)
	return g.conn.Close()
}

// What fails is begun again, with another transaction.
type goodAgain struct {
	db *sql.DB
	tx *sql.Tx
}

func (g *goodAgain) begin() (err error) {
	g.tx, err = g.db.Begin()
	if err != nil {
		return err
	}
	if _, err := g.tx.Exec("SELECT 1"); err != nil {
		return err
	}
	if _, err := g.tx.Exec("SELECT 2"); err != nil {
		return errors.Join(err, g.tx.Rollback())
	}
	return nil
}

func (g *goodAgain) retry() error {
	if g.begin() == nil {
		return nil
	}
	g.tx.Rollback()
	return g.begin()
}

func (g *goodAgain) Commit() error { return g.tx.Commit() }

// A goroutine of it closes it.
type goodGoroutine struct {
	conn net.Conn
	err  error
}

func (g *goodGoroutine) Connect(addr string) (err error) {
	g.conn, err = net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	if g.err != nil {
		g.conn.Close()
		return g.err
	}
	go g.loop()
	if _, err := g.conn.Write(nil); err != nil {
		return err
	}
	return nil
}

func (g *goodGoroutine) loop() {
	defer g.conn.Close()
	g.conn.Read(nil)
}
