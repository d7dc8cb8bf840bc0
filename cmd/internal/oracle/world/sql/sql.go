// Package sql stands in for database/sql: it is that package over a driver that
// fails when it is told to and knows what is open. It has the methods that
// programs use, and notes their calls.
package sql

import (
	"context"
	real "database/sql"

	"github.com/leakvet/leakvet/cmd/internal/oracle/world"
)

type (
	Result    = real.Result
	TxOptions = real.TxOptions
)

// A DB is a pool.
type DB struct {
	*querier
	real *real.DB
}

func init() {
	world.Argument(func() (*DB, func()) {
		return &DB{newQuerier(shared, nil), shared}, nil
	})
}

// shared is the pool that all runs are given. Each leaves nothing open on it.
var shared = open()

// open opens a pool that keeps all its connections: one that is closed closes the
// statements that are prepared on it.
func open() *real.DB {
	db := real.OpenDB(connector{})
	db.SetMaxIdleConns(100)
	return db
}

// Open opens a pool.
func Open(_, _ string) (*DB, error) {
	if err := fault(); err != nil {
		return nil, err
	}
	db, closed := open(), false
	own := world.Acquired("pool", func() bool { return !closed }, func() { closed = true; _ = db.Close() })
	return &DB{newQuerier(db, own), db}, nil
}

func (db *DB) Close() error {
	if db.own == nil {
		panic("closes the pool of its caller")
	}
	db.own.Release()
	world.Early(db.open("tx", "conn"))
	db.own.Force()
	return fault()
}

func (db *DB) Ping() error { return db.PingContext(context.Background()) }

func (db *DB) PingContext(context.Context) error {
	db.use()
	return fault()
}

func (db *DB) Begin() (*Tx, error) { return db.BeginTx(context.Background(), nil) }

func (db *DB) BeginTx(ctx context.Context, options *TxOptions) (*Tx, error) {
	db.use()
	return begin(ctx, db.real, options, db.querier)
}

func (db *DB) Conn(ctx context.Context) (*Conn, error) {
	db.use()
	if err := fault(); err != nil {
		return nil, err
	}
	c, err := db.real.Conn(ctx)
	if err != nil {
		return nil, err
	}
	open := func() bool { return c.PingContext(context.Background()) == nil }
	own := world.Acquired("conn", open, func() { _ = c.Close() })
	db.has(own)
	return &Conn{newQuerier(c, own), c}, nil
}

// A Conn is one connection.
type Conn struct {
	*querier
	real *real.Conn
}

func (c *Conn) Close() error {
	c.own.Release()
	if blocking := c.open("rows", "tx"); len(blocking) > 0 {
		world.Hang(blocking)
	}
	if err := c.real.Close(); err != nil {
		return err
	}
	return fault()
}

func (c *Conn) PingContext(context.Context) error {
	c.use()
	return fault()
}

func (c *Conn) BeginTx(ctx context.Context, options *TxOptions) (*Tx, error) {
	c.use()
	return begin(ctx, c.real, options, c.querier)
}

// A Tx is a transaction.
type Tx struct {
	*querier
	real *real.Tx
}

type beginner interface {
	BeginTx(context.Context, *real.TxOptions) (*real.Tx, error)
}

func begin(ctx context.Context, on beginner, options *TxOptions, parent *querier) (*Tx, error) {
	ctx, h := withSlot(ctx)
	t, err := on.BeginTx(ctx, options)
	if err != nil {
		return nil, err
	}
	own := world.Acquired("tx", (*h).open, func() { _ = t.Rollback() })
	parent.has(own)
	return &Tx{newQuerier(t, own), t}, nil
}

func (t *Tx) Commit() error {
	t.own.Release()
	world.Ends(t.open("rows"))
	return t.real.Commit()
}

func (t *Tx) Rollback() error {
	t.own.Release()
	world.Ends(t.open("rows"))
	return t.real.Rollback()
}

// Dispose is for the owner of a transaction that a program has returned.
func (t *Tx) Dispose() { _ = t.Rollback() }
