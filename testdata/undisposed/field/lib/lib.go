// Package lib configures, counts and exports for other packages.
package lib

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Configure sets what the parcel service wants of every pool. It does not
// close the pool when that fails.
func Configure(db *sql.DB) error {
	db.SetConnMaxLifetime(time.Minute)
	if _, err := db.Exec("SET TIME ZONE 'UTC'"); err != nil {
		return fmt.Errorf("configure: %w", err)
	}
	return nil
}

// ConfigureOrClose closes the pool when it cannot be configured.
func ConfigureOrClose(db *sql.DB) error {
	if err := Configure(db); err != nil {
		if closeErr := db.Close(); closeErr != nil {
			return fmt.Errorf("%w (close: %w)", err, closeErr)
		}
		return err
	}
	return nil
}

// Exporter writes counts into a database of its own.
type Exporter struct{ db *sql.DB }

// NewExporter opens the database.
func NewExporter(dsn string) (*Exporter, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	return &Exporter{db: db}, nil
}

// Export writes one count.
func (e *Exporter) Export(ctx context.Context, name string, n int64) error {
	_, err := e.db.ExecContext(ctx, "INSERT INTO counts VALUES ($1, $2)", name, n)
	return err
}

// Shutdown closes the database.
func (e *Exporter) Shutdown(context.Context) error { return e.db.Close() }

// Reader reads counters and hands them to an exporter.
type Reader struct{ exporter *Exporter }

// NewReader keeps the exporter.
func NewReader(e *Exporter) *Reader { return &Reader{exporter: e} }

// Shutdown shuts the exporter down.
func (r *Reader) Shutdown(ctx context.Context) error { return r.exporter.Shutdown(ctx) }

// Option changes a provider.
type Option func(*Provider)

// WithReader adds a reader.
func WithReader(r *Reader) Option {
	return func(p *Provider) { p.readers = append(p.readers, r) }
}

// Provider has readers.
type Provider struct{ readers []*Reader }

// NewProvider takes the readers that its options bring.
func NewProvider(opts ...Option) *Provider {
	p := &Provider{}
	for _, opt := range opts {
		opt(p)
	}
	return p
}

// Count counts in all readers.
func (p *Provider) Count(ctx context.Context, name string) (err error) {
	for _, r := range p.readers {
		err = errors.Join(err, r.exporter.Export(ctx, name, 1))
	}
	return err
}

// Shutdown shuts all readers down.
func (p *Provider) Shutdown(ctx context.Context) (err error) {
	for _, r := range p.readers {
		err = errors.Join(err, r.Shutdown(ctx))
	}
	return err
}

// Closers is a stack of functions to run at the end.
type Closers struct{ funcs []func() error }

// AddWithError puts a function on the stack.
func (c *Closers) AddWithError(f func() error) { c.funcs = append(c.funcs, f) }

// CloseAll runs them, the last one first.
func (c *Closers) CloseAll() (err error) {
	for i := len(c.funcs) - 1; i >= 0; i-- {
		err = errors.Join(err, c.funcs[i]())
	}
	return err
}
