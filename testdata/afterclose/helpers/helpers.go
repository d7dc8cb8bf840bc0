// Package helpers releases by functions and owners of its own.
package helpers

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"log"
	"os"
)

func closeQuietly(c io.Closer) {
	if err := c.Close(); err != nil {
		log.Print(err)
	}
}

func readHeader(f *os.File) ([]byte, error) {
	header := make([]byte, 16)
	_, err := io.ReadFull(f, header)
	return header, err
}

func readAndClose(f *os.File) ([]byte, error) {
	defer f.Close()
	return io.ReadAll(f)
}

// index owns its file.
type index struct{ f *os.File }

func openIndex(path string) (*index, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &index{f: f}, nil
}

func (x *index) at(i int64) (b byte, err error) {
	var buf [1]byte
	_, err = x.f.ReadAt(buf[:], i)
	return buf[0], err
}

func (x *index) Close() error { return x.f.Close() }

// The helper closes.
func badHelperClosed(path string) (int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	header, err := readHeader(f)
	closeQuietly(f)
	if err != nil {
		return 0, err
	}
	return f.Seek(int64(header[0]), io.SeekStart) // want "afterclose: f "
}

// The helper reads, and closes as well.
func badHelperReadAndClosed(path string) ([]byte, int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	data, err := readAndClose(f)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat() // want "afterclose: f "
	if err != nil {
		return nil, 0, err
	}
	return data, info.Size(), nil
}

// The deferred helper closes what goes out.
func badDeferredHelper(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer closeQuietly(f)
	if _, err := readHeader(f); err != nil {
		return nil, err
	}
	return f, nil // want "afterclose: f "
}

// An inferred owner is released by its Close.
func badOwner(path string) (byte, error) {
	x, err := openIndex(path)
	if err != nil {
		return 0, err
	}
	n, err := x.at(0)
	if err := errors.Join(err, x.Close()); err != nil {
		return 0, err
	}
	return x.at(int64(n)) // want "afterclose: x "
}

func badOwnerReturned(path string) (*index, error) {
	x, err := openIndex(path)
	if err != nil {
		return nil, err
	}
	defer x.Close()
	if _, err := x.at(0); err != nil {
		return nil, err
	}
	return x, nil // want "afterclose: x "
}

// The helper only reads.
func goodHelperReads(path string) (int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	header, err := readHeader(f)
	if err != nil {
		return 0, err
	}
	return f.Seek(int64(header[0]), io.SeekStart)
}

// The owner is closed and opened again.
func goodOwnerReopened(path string) (b byte, err error) {
	x, err := openIndex(path)
	if err != nil {
		return 0, err
	}
	if b, err = x.at(0); err == nil {
		return b, x.Close()
	}
	closeQuietly(x)
	if x, err = openIndex(path + ".bak"); err != nil {
		return 0, err
	}
	defer closeQuietly(x)
	return x.at(0)
}

func withTx(ctx context.Context, db *sql.DB, work func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := work(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// The callback runs before the helper commits.
func goodCallback(ctx context.Context, db *sql.DB) error {
	return withTx(ctx, db, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM jobs")
		return err
	})
}

func countUsers(ctx context.Context, db *sql.DB) (n int, err error) {
	err = db.QueryRowContext(ctx, "SELECT count(*) FROM users").Scan(&n)
	return n, err
}

// The helper asks a pool that is closed.
func badHelperAsks(ctx context.Context, dsn string) (int, error) {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return 0, err
	}
	if err := db.Close(); err != nil {
		return 0, err
	}
	return countUsers(ctx, db) // want "afterclose: db "
}

func goodHelperAsks(ctx context.Context, dsn string) (int, error) {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return 0, err
	}
	n, err := countUsers(ctx, db)
	return n, errors.Join(err, db.Close())
}
