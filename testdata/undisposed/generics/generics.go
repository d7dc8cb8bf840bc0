// Package generics has pools that pass through generic functions and types.
package generics

import (
	"context"
	"database/sql"
	"errors"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// Repo keeps the rows of one type.
type Repo[T any] struct {
	db   *sql.DB
	scan func(*sql.Row) (T, error)
}

func openRepo[T any](dsn string, scan func(*sql.Row) (T, error)) (*Repo[T], error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	return &Repo[T]{db: db, scan: scan}, nil
}

func (r *Repo[T]) Get(ctx context.Context, id int) (T, error) {
	return r.scan(r.db.QueryRowContext(ctx, "SELECT * FROM things WHERE id = $1", id))
}

func (r *Repo[T]) Close() error { return r.db.Close() }

func scanName(row *sql.Row) (name string, err error) {
	err = row.Scan(&name)
	return name, err
}

// The pool passes through a helper that knows nothing of pools.
func badMust(ctx context.Context, dsn string) error {
	db := must(sql.Open("postgres", dsn)) // want "undisposed: "
	return db.PingContext(ctx)
}

// An instance of a generic owner is an owner.
func badRepoDropped(ctx context.Context, dsn string) (string, error) {
	names, err := openRepo(dsn, scanName) // want "undisposed: names "
	if err != nil {
		return "", err
	}
	return names.Get(ctx, 1)
}

func goodMust(ctx context.Context, dsn string) error {
	db := must(sql.Open("postgres", dsn))
	defer db.Close()
	return db.PingContext(ctx)
}

func goodRepoClosed(ctx context.Context, dsn string) (name string, err error) {
	names, err := openRepo(dsn, scanName)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, names.Close()) }()
	return names.Get(ctx, 1)
}
