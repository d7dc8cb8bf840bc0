package files

import (
	"context"
	"database/sql"
	"fmt"
	"os"

	"github.com/jackc/pgx/v5/pgxpool"
)

// The key of a client is no database.
func goodKey(ctx context.Context, key []byte) error {
	path, err := writeTemp(key)
	if err != nil {
		return err
	}
	defer os.Remove(path)
	pool, err := pgxpool.New(ctx, "postgres://db.example.com/app?sslkey="+path)
	if err != nil {
		return err
	}
	defer pool.Close()
	return pool.Ping(ctx)
}

// Nor is what the server is configured by, whose address the client is given.
func goodSettings(ctx context.Context, settings []byte, start func(path string) (port int, err error)) error {
	path, err := writeTemp(settings)
	if err != nil {
		return err
	}
	defer os.Remove(path)
	port, err := start(path)
	if err != nil {
		return err
	}
	pool, err := pgxpool.New(ctx, fmt.Sprintf("postgres://127.0.0.1:%d/app", port))
	if err != nil {
		return err
	}
	defer pool.Close()
	return pool.Ping(ctx)
}

func badCopy(ctx context.Context, data []byte) (err error) {
	path, err := writeTemp(data)
	if err != nil {
		return err
	}
	defer func() { err = os.Remove(path) }() // want "cleanupretry: os.Remove of a database is tried once"
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	if err := db.PingContext(ctx); err != nil {
		return db.Close()
	}
	return db.Close()
}

func badCopyByHelper(ctx context.Context, data []byte) (err error) {
	path, err := writeTemp(data)
	if err != nil {
		return err
	}
	defer func() { err = os.Remove(path) }() // want "cleanupretry: os.Remove of a database is tried once"
	db, err := openCopy(path)
	if err != nil {
		return err
	}
	if err := db.PingContext(ctx); err != nil {
		return db.Close()
	}
	return db.Close()
}

func openCopy(path string) (*sql.DB, error) { return sql.Open("sqlite", "file:"+path) }

func writeTemp(data []byte) (string, error) {
	f, err := os.CreateTemp("", "data-*")
	if err != nil {
		return "", err
	}
	if _, err := f.Write(data); err != nil {
		_ = f.Close()
		return "", err
	}
	return f.Name(), f.Close()
}
