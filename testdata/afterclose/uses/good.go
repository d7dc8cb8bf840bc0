package uses

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
)

// All use lies between the open and the end of the function.
func goodDeferred(path string, data []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Sync()
}

// The second Close does no harm.
func goodClosedTwice(path string, data []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Close()
}

// The deferred Rollback comes after the Commit and does nothing.
func goodRollbackAfterCommit(ctx context.Context, db *sql.DB, id int) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "DELETE FROM users WHERE id = ?", id); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return nil
}

// Between the close and the use stands another open.
func goodReassigned(first, second string) (total int64, err error) {
	f, err := os.Open(first)
	if err != nil {
		return 0, err
	}
	total, err = io.Copy(io.Discard, f)
	f.Close()
	if err != nil {
		return 0, err
	}
	if f, err = os.Open(second); err != nil {
		return 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return total + info.Size(), nil
}

// Err may be asked after Close.
func goodErrAfterClose(ctx context.Context, db *sql.DB) (n int, err error) {
	rows, err := db.QueryContext(ctx, "SELECT id FROM users")
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		n++
	}
	rows.Close()
	return n, rows.Err()
}

// The name outlives the file.
func goodNameAfterClose(data []byte) (string, error) {
	f, err := os.CreateTemp("", "report")
	if err != nil {
		return "", err
	}
	_, err = f.Write(data)
	if err := errors.Join(err, f.Close()); err != nil {
		return "", errors.Join(err, os.Remove(f.Name()))
	}
	return f.Name(), nil
}

func goodStatsAfterClose(dsn string) error {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return err
	}
	err = errors.Join(db.Ping(), db.Close())
	log.Printf("waited %v for connections", db.Stats().WaitDuration)
	return err
}

// Status and header are no part of the body.
func goodStatusAfterClose(client *http.Client, url string) (string, error) {
	resp, err := client.Get(url)
	if err != nil {
		return "", err
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return "", fmt.Errorf("unexpected status %s", resp.Status)
	}
	return resp.Header.Get("ETag"), nil
}

func goodRemoteAddrAfterClose(conn net.Conn) error {
	if err := conn.Close(); err != nil {
		return fmt.Errorf("close %v: %w", conn.RemoteAddr(), err)
	}
	return nil
}

// The branch that closes returns.
func goodClosedBranchReturns(path string, header []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if len(header) == 0 {
		f.Close()
		return errors.New("empty header")
	}
	_, err = f.Write(header)
	return errors.Join(err, f.Close())
}

// A flag tells whether the file was closed.
func goodFlag(path string, data []byte, sync bool) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	closed := false
	if err != nil || !sync {
		err = errors.Join(err, f.Close())
		closed = true
	}
	if !closed {
		err = errors.Join(f.Sync(), f.Close())
	}
	return err
}

// Each iteration has a file of its own.
func goodEachIteration(paths []string) (total int64, err error) {
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return 0, err
		}
		info, err := f.Stat()
		f.Close()
		if err != nil {
			return 0, err
		}
		total += info.Size()
	}
	return total, nil
}

// The closure is called before the file is closed.
func goodClosureBefore(path string, lines []string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	write := func(s string) error {
		_, err := f.WriteString(s)
		return err
	}
	for _, line := range lines {
		if err := write(line); err != nil {
			return errors.Join(err, f.Close())
		}
	}
	return f.Close()
}

// The statement of the pool survives the transaction that used it.
func goodStmtOfDB(ctx context.Context, db *sql.DB, name string) error {
	stmt, err := db.PrepareContext(ctx, "INSERT INTO users (name) VALUES (?)")
	if err != nil {
		return err
	}
	defer stmt.Close()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.StmtContext(ctx, stmt).ExecContext(ctx, name); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	_, err = stmt.ExecContext(ctx, name+" again")
	return err
}

// The pool lives on when one connection is given back.
func goodPoolAfterConn(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "LOCK TABLE jobs")
	if err := errors.Join(err, conn.Close()); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "DELETE FROM jobs")
	return err
}

// The statement lives on when its rows are closed.
func goodStmtAfterRows(ctx context.Context, stmt *sql.Stmt) (n int, err error) {
	for team := range 3 {
		rows, err := stmt.QueryContext(ctx, team)
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

// Two ends of a pipe: one is closed so that the other one ends.
func goodPipe(text string) (string, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return "", err
	}
	defer r.Close()
	_, err = w.WriteString(text)
	if err := errors.Join(err, w.Close()); err != nil {
		return "", err
	}
	data, err := io.ReadAll(r)
	return string(data), err
}

// Half of the connection is closed, the other half is read.
func goodHalfClosed(addr *net.TCPAddr, question []byte) ([]byte, error) {
	conn, err := net.DialTCP("tcp", nil, addr)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if _, err := conn.Write(question); err != nil {
		return nil, err
	}
	if err := conn.CloseWrite(); err != nil {
		return nil, err
	}
	return io.ReadAll(conn)
}

// The body that was read and closed is replaced.
func goodBodyReplaced(client *http.Client, req *http.Request) (*http.Response, error) {
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(data))
	return resp, nil
}

type rotatingLog struct{ file *os.File }

// The field is closed and opened again.
func (l *rotatingLog) goodRotate(path string) error {
	if err := l.file.Close(); err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	l.file = f
	_, err = l.file.WriteString("rotated\n")
	return err
}

func (l *rotatingLog) Close() error { return l.file.Close() }

// A broken connection is closed and replaced.
func goodRedialed(addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	if _, err := conn.Write([]byte("PING\r\n")); err != nil {
		conn.Close()
		if conn, err = net.Dial("tcp", addr); err != nil {
			return err
		}
	}
	defer conn.Close()
	_, err = conn.Write([]byte("PING\r\n"))
	return err
}

// The goroutine closes when the context ends, which is later.
func goodClosedByGoroutine(ctx context.Context, addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	go func() {
		<-ctx.Done()
		conn.Close()
	}()
	_, err = conn.Write([]byte("SUBSCRIBE\r\n"))
	return err
}
