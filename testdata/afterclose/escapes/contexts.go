package escapes

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"io"
	"net/http"
	"time"
)

// The transaction is rolled back as soon as it is returned.
func badBegin(ctx context.Context, db *sql.DB) (*sql.Tx, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return db.BeginTx(ctx, nil) // want "afterclose: result of db.BeginTx .* is handed on, but a deferred call ends its context"
}

func badQuery(ctx context.Context, db *sql.DB) (*sql.Rows, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	rows, err := db.QueryContext(ctx, "SELECT 1")
	if err != nil {
		return nil, err
	}
	return rows, nil // want "afterclose: rows "
}

// The body cannot be read any more.
func badGet(ctx context.Context, url string) (io.ReadCloser, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	return resp.Body, nil // want "afterclose: resp "
}

func badDo(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancel(req.Context())
	defer cancel()
	return http.DefaultClient.Do(req.WithContext(ctx)) // want "afterclose: "
}

// The context is the caller's.
func goodBegin(ctx context.Context, db *sql.DB) (*sql.Tx, error) {
	return db.BeginTx(ctx, nil)
}

// The cancel function goes with it.
func goodHandedOn(ctx context.Context, db *sql.DB) (*sql.Tx, context.CancelFunc, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		cancel()
		return nil, nil, err
	}
	return tx, cancel, nil
}

func goodUnlessItFails(ctx context.Context, db *sql.DB) (tx *sql.Tx, err error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer func() {
		if err != nil {
			cancel()
		}
	}()
	return db.BeginTx(ctx, nil)
}

// A connection is not bound to the context that it was waited for with.
func goodConn(ctx context.Context, db *sql.DB) (*sql.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return db.Conn(ctx)
}

// What is returned has been read.
func goodRead(ctx context.Context, url string) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(resp.Body)
	err = errors.Join(err, resp.Body.Close())
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, err
}

// The statement was prepared within the time, and is used after.
func goodPrepared(ctx context.Context, db *sql.DB) (*sql.Stmt, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return db.PrepareContext(ctx, "SELECT 1")
}
