// Package resources defers in loops the release of other things than files.
package resources

import (
	"archive/zip"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jmoiron/sqlx"
	"go.etcd.io/bbolt"
)

// Rows keep a connection each.
func badRows(ctx context.Context, db *sql.DB, users []int) (n int, err error) {
	for _, id := range users {
		rows, err := db.QueryContext(ctx, "SELECT id FROM posts WHERE author = ?", id)
		if err != nil {
			return 0, err
		}
		defer rows.Close() // want "deferloop: rows "
		for rows.Next() {
			n++
		}
		if err := rows.Err(); err != nil {
			return 0, err
		}
	}
	return n, nil
}

func badStmts(ctx context.Context, db *sql.DB, statements map[string][]any) error {
	for query, args := range statements {
		stmt, err := db.PrepareContext(ctx, query)
		if err != nil {
			return err
		}
		defer stmt.Close() // want "deferloop: stmt "
		if _, err := stmt.ExecContext(ctx, args...); err != nil {
			return err
		}
	}
	return nil
}

// Read-only transactions, rolled back when all are done.
func badTxs(ctx context.Context, db *sql.DB, tables []string) (total int, err error) {
	for _, table := range tables {
		tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
		if err != nil {
			return 0, err
		}
		defer tx.Rollback() // want "deferloop: tx "
		var n int
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM "+table).Scan(&n); err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// More iterations than connections, and the loop hangs.
func badConns(ctx context.Context, db *sql.DB, settings []string) error {
	for _, setting := range settings {
		conn, err := db.Conn(ctx)
		if err != nil {
			return err
		}
		defer conn.Close() // want "deferloop: conn "
		if _, err := conn.ExecContext(ctx, "SET "+setting); err != nil {
			return err
		}
	}
	return nil
}

func badPoolConns(ctx context.Context, pool *pgxpool.Pool, channels []string) error {
	for _, channel := range channels {
		conn, err := pool.Acquire(ctx)
		if err != nil {
			return err
		}
		defer conn.Release() // want "deferloop: conn "
		if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
			return err
		}
	}
	return nil
}

func badBodies(client *http.Client, urls []string) (all []map[string]any, err error) {
	for _, url := range urls {
		resp, err := client.Get(url)
		if err != nil {
			return nil, err
		}
		defer resp.Body.Close() // want "deferloop: resp"
		var m map[string]any
		if err := json.NewDecoder(resp.Body).Decode(&m); err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}

func badSQLXRows(ctx context.Context, db *sqlx.DB, queries []string) (all []map[string]any, err error) {
	for _, query := range queries {
		rows, err := db.QueryxContext(ctx, query)
		if err != nil {
			return nil, err
		}
		defer rows.Close() // want "deferloop: rows "
		for rows.Next() {
			m := map[string]any{}
			if err := rows.MapScan(m); err != nil {
				return nil, err
			}
			all = append(all, m)
		}
		if err := rows.Err(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// An open read transaction keeps bbolt from reusing pages.
func badBoltTxs(db *bbolt.DB, buckets [][]byte) (keys int, err error) {
	for _, name := range buckets {
		tx, err := db.Begin(false)
		if err != nil {
			return 0, err
		}
		defer tx.Rollback() // want "deferloop: tx "
		if b := tx.Bucket(name); b != nil {
			keys += b.Stats().KeyN
		}
	}
	return keys, nil
}

// An archive a name.
func badArchives(paths []string) (entries int, err error) {
	for _, path := range paths {
		archive, err := zip.OpenReader(path)
		if err != nil {
			return 0, err
		}
		defer archive.Close() // want "deferloop: archive "
		entries += len(archive.File)
	}
	return entries, nil
}

// The entries of one archive: their readers hold memory and nothing else.
func goodEntries(archive *zip.Reader, dst io.Writer) error {
	for _, entry := range archive.File {
		r, err := entry.Open()
		if err != nil {
			return err
		}
		_, err = io.Copy(dst, r)
		if err := errors.Join(err, r.Close()); err != nil {
			return err
		}
	}
	return nil
}

func goodRows(ctx context.Context, db *sql.DB, users []int) (n int, err error) {
	for _, id := range users {
		rows, err := db.QueryContext(ctx, "SELECT id FROM posts WHERE author = ?", id)
		if err != nil {
			return 0, err
		}
		for rows.Next() {
			n++
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return 0, err
		}
	}
	return n, nil
}

func countRows(ctx context.Context, db *sql.DB, table string) (n int, err error) {
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return 0, err
	}
	defer tx.Rollback()
	err = tx.QueryRowContext(ctx, "SELECT count(*) FROM "+table).Scan(&n)
	return n, err
}

// A transaction a call.
func goodTxs(ctx context.Context, db *sql.DB, tables []string) (total int, err error) {
	for _, table := range tables {
		n, err := countRows(ctx, db, table)
		if err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// One statement serves all iterations.
func goodStmt(ctx context.Context, db *sql.DB, names []string) error {
	stmt, err := db.PrepareContext(ctx, "INSERT INTO users (name) VALUES (?)")
	if err != nil {
		return err
	}
	defer stmt.Close()
	for _, name := range names {
		if _, err := stmt.ExecContext(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

// AcquireFunc gives the connection back after each call.
func goodPoolConns(ctx context.Context, pool *pgxpool.Pool, channels []string) error {
	for _, channel := range channels {
		err := pool.AcquireFunc(ctx, func(conn *pgxpool.Conn) error {
			_, err := conn.Exec(ctx, "NOTIFY "+channel)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// The first mirror that answers is the last one asked.
func goodMirror(client *http.Client, mirrors []string, dst io.Writer) error {
	for _, url := range mirrors {
		resp, err := client.Get(url)
		if err != nil {
			continue
		}
		defer resp.Body.Close()
		_, err = io.Copy(dst, resp.Body)
		return err
	}
	return errors.New("no mirror answers")
}
