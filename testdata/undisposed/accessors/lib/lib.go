// Package lib has types around a pool that hand it out.
package lib

import "database/sql"

// Client counts what it asks.
type Client struct {
	db    *sql.DB
	asked int
}

// Wrap returns a client on the pool of the caller.
func Wrap(db *sql.DB) *Client { return &Client{db: db} }

// Unwrap returns the pool.
func (c *Client) Unwrap() *sql.DB { return c.db }

// Ask counts.
func (c *Client) Ask() error {
	c.asked++
	return c.db.Ping()
}

// Tenant is a client of one tenant.
type Tenant struct {
	*Client
	name string
}

// NewTenant takes the pool over if it returns no error.
func NewTenant(db *sql.DB, name string) (Tenant, error) {
	if err := db.Ping(); err != nil {
		return Tenant{}, err
	}
	return Tenant{Client: Wrap(db), name: name}, nil
}

// Close closes the pool.
func (t Tenant) Close() error { return t.Client.Unwrap().Close() }

// Name is of the tenant.
func (t Tenant) Name() string { return t.name }
