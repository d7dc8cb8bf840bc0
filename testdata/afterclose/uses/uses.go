// Package uses calls methods of what is released already.
package uses

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
)

// The rows are closed between the header and the loop.
func badRowsIterated(ctx context.Context, db *sql.DB) (header []string, n int, err error) {
	rows, err := db.QueryContext(ctx, "SELECT * FROM users")
	if err != nil {
		return nil, 0, err
	}
	header, err = rows.Columns()
	rows.Close()
	if err != nil {
		return nil, 0, err
	}
	for rows.Next() { // want "afterclose: rows "
		n++
	}
	return header, n, rows.Err()
}

// Close comes before Scan.
func badRowsScanned(ctx context.Context, db *sql.DB) (n int, err error) {
	rows, err := db.QueryContext(ctx, "SELECT count(*) FROM users")
	if err != nil {
		return 0, err
	}
	if !rows.Next() {
		return 0, errors.Join(sql.ErrNoRows, rows.Err(), rows.Close())
	}
	if err := rows.Close(); err != nil {
		return 0, err
	}
	err = rows.Scan(&n) // want "afterclose: rows "
	return n, err
}

// The pool is closed after the migration, and asked once more.
func badDBQueried(dsn string) (n int, err error) {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return 0, err
	}
	_, err = db.Exec("DELETE FROM users WHERE expired")
	if err := errors.Join(err, db.Close()); err != nil {
		return 0, err
	}
	err = db.QueryRow("SELECT count(*) FROM users").Scan(&n) // want "afterclose: db "
	return n, err
}

// The audit entry is too late for the transaction.
func badTxAfterCommit(ctx context.Context, db *sql.DB, id int) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "DELETE FROM users WHERE id = ?", id); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO audit VALUES ('delete', ?)", id) // want "afterclose: tx "
	return err
}

// Nothing can be written in what was rolled back.
func badTxAfterRollback(ctx context.Context, db *sql.DB, amount int) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE accounts SET amount = amount - ?", amount); err != nil {
		tx.Rollback()
		_, err2 := tx.ExecContext(ctx, "INSERT INTO failures VALUES (?)", amount) // want "afterclose: tx "
		return errors.Join(err, err2)
	}
	return tx.Commit()
}

// Commit ends the transaction whatever it returns.
func badTxAfterFailedCommit(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		_, err2 := tx.ExecContext(ctx, "ROLLBACK TO SAVEPOINT start") // want "afterclose: tx "
		return errors.Join(err, err2)
	}
	return nil
}

// A statement of a transaction ends with it.
func badStmtOfTx(ctx context.Context, db *sql.DB, names []string) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	stmt, err := tx.PrepareContext(ctx, "INSERT INTO users (name) VALUES (?)")
	if err != nil {
		return err
	}
	defer stmt.Close()
	for _, name := range names {
		if _, err := stmt.ExecContext(ctx, name); err != nil {
			return err
		}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	_, err = stmt.ExecContext(ctx, "last") // want "afterclose: stmt "
	return err
}

func badStmtClosed(ctx context.Context, db *sql.DB) (n int, err error) {
	stmt, err := db.PrepareContext(ctx, "SELECT count(*) FROM users")
	if err != nil {
		return 0, err
	}
	stmt.Close()
	err = stmt.QueryRowContext(ctx).Scan(&n) // want "afterclose: stmt "
	return n, err
}

// The connection is back in the pool.
func badConn(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "SET lock_timeout = 100")
	conn.Close()
	if err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "LOCK TABLE jobs") // want "afterclose: conn "
	return err
}

// Sync belongs before Close.
func badFileSynced(path string, data []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return f.Sync() // want "afterclose: f "
}

// The error text is read from a closed body.
func badBodyRead(client *http.Client, url string) error {
	resp, err := client.Get(url)
	if err != nil {
		return err
	}
	resp.Body.Close()
	if resp.StatusCode == http.StatusOK {
		return nil
	}
	text := make([]byte, 256)
	n, _ := resp.Body.Read(text) // want "afterclose: resp"
	return fmt.Errorf("%s: %s", resp.Status, text[:n])
}

func badConnWritten(addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	_, err = conn.Write([]byte("QUIT\r\n"))
	if err := errors.Join(err, conn.Close()); err != nil {
		return err
	}
	_, err = conn.Write([]byte("\r\n")) // want "afterclose: conn "
	return err
}

// The file is closed in both branches.
func badBothBranches(path string, header []byte) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if len(header) == 0 {
		err = errors.New("empty header")
		f.Close()
	} else {
		_, err = f.Write(header)
		err = errors.Join(err, f.Close())
	}
	_, seekErr := f.Seek(0, 0) // want "afterclose: f "
	return errors.Join(err, seekErr)
}

// The closure that was called has closed the file.
func badClosureClosed(path string) (int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	done := func() { _ = f.Close() }
	done()
	info, err := f.Stat() // want "afterclose: f "
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
