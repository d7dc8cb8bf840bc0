// Package lib uses pools that it does not own.
package lib

import (
	"database/sql"
	"io"
)

// Log is what an index asks of a log.
type Log interface{ Append(entry string) error }

// Index keeps a log to append to it.
type Index struct{ log Log }

// NewIndex returns an index over a log.
func NewIndex(log Log) *Index { return &Index{log} }

// Add appends to the log.
func (x *Index) Add(entry string) error { return x.log.Append(entry) }

// Engine runs over a log in a goroutine.
type Engine struct {
	log     Log
	entries chan string
}

var engines []*Engine

// Run starts an engine, of which there is a list.
func Run(log Log) (*Engine, error) {
	e := &Engine{log, make(chan string)}
	engines = append(engines, e)
	go e.run()
	return e, nil
}

func (e *Engine) run() {
	for entry := range e.entries {
		_ = e.log.Append(entry)
	}
}

// Stop stops it.
func (e *Engine) Stop() { close(e.entries) }

// Reader reads from a pool that it is lent.
type Reader struct{ db *sql.DB }

// NewReader returns a reader.
func NewReader(db *sql.DB) *Reader { return &Reader{db} }

// Read reads.
func (r *Reader) Read() error { return r.db.Ping() }

// Keeper closes the pool that it is given.
type Keeper struct{ db *sql.DB }

// NewKeeper returns a keeper.
func NewKeeper(db *sql.DB) *Keeper { return &Keeper{db} }

// Close closes the pool.
func (k *Keeper) Close() error { return k.db.Close() }

// Tail closes the log that it is given, if that can be closed.
type Tail struct{ log Log }

// NewTail returns a tail.
func NewTail(log Log) *Tail { return &Tail{log} }

// Close closes the log.
func (t *Tail) Close() error {
	if c, ok := t.log.(io.Closer); ok {
		return c.Close()
	}
	return nil
}

// Journal is a log in a database.
type Journal struct{ db *sql.DB }

// OpenJournal opens a journal.
func OpenJournal(dsn string) (*Journal, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	return &Journal{db}, nil
}

// Append appends.
func (j *Journal) Append(entry string) error {
	_, err := j.db.Exec("INSERT INTO journal VALUES ($1)", entry)
	return err
}

// Close closes the database.
func (j *Journal) Close() error { return j.db.Close() }
