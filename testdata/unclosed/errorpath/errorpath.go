// Package errorpath leaves between acquire and release because something
// failed.
package errorpath

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
)

type config struct {
	Name string `json:"name"`
	Port int    `json:"port"`
}

// Decode fails: the file stays open.
func badDecodeFails(path string) (*config, error) {
	f, err := os.Open(path) // want "unclosed: f .*is not closed"
	if err != nil {
		return nil, err
	}
	var c config
	if err := json.NewDecoder(f).Decode(&c); err != nil {
		return nil, fmt.Errorf("parse %s: %w", path, err)
	}
	f.Close()
	return &c, nil
}

// Every error path closes by hand.
func goodClosedOnEachPath(path string) (*config, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	var c config
	if err := json.NewDecoder(f).Decode(&c); err != nil {
		f.Close()
		return nil, fmt.Errorf("parse %s: %w", path, err)
	}
	if c.Port == 0 {
		f.Close()
		return nil, errors.New("no port")
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	return &c, nil
}

// One of the two error paths forgets.
func badOneOfTwoPaths(path string) (*config, error) {
	f, err := os.Open(path) // want "unclosed: f .*is not closed"
	if err != nil {
		return nil, err
	}
	var c config
	if err := json.NewDecoder(f).Decode(&c); err != nil {
		f.Close()
		return nil, fmt.Errorf("parse %s: %w", path, err)
	}
	if c.Port == 0 {
		return nil, errors.New("no port")
	}
	return &c, f.Close()
}

// A failed Scan leaves the loop before the rows are drained.
func badScanFails(db *sql.DB) ([]int64, error) {
	rows, err := db.Query("SELECT id FROM accounts") // want "unclosed: rows .*is (never|not) closed"
	if err != nil {
		return nil, err
	}
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// A failed Scan closes first.
func goodScanFails(db *sql.DB) ([]int64, error) {
	rows, err := db.Query("SELECT id FROM accounts")
	if err != nil {
		return nil, err
	}
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			rows.Close()
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// The second open fails and the first file stays open.
func badSecondOpenFails(from, to string) error {
	src, err := os.Open(from) // want "unclosed: src .*is not closed"
	if err != nil {
		return err
	}
	dst, err := os.Create(to)
	if err != nil {
		return err
	}
	defer src.Close()
	_, err = io.Copy(dst, src)
	return errors.Join(err, dst.Close())
}

// Each open is followed by its own defer.
func goodSecondOpenFails(from, to string) (err error) {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := os.Create(to)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dst.Close()) }()
	_, err = io.Copy(dst, src)
	return err
}

// The copy fails and neither the source nor the target is closed.
func badBothOnCopyError(from, to string) error {
	src, err := os.Open(from) // want "unclosed: src .*is not closed"
	if err != nil {
		return err
	}
	dst, err := os.Create(to) // want "unclosed: dst .*is not closed"
	if err != nil {
		src.Close()
		return err
	}
	if _, err := io.Copy(dst, src); err != nil {
		return fmt.Errorf("copy: %w", err)
	}
	src.Close()
	return dst.Close()
}

// The defer stands below the first look at rows.Err, whose error means that the
// rows are closed.
func goodDeferAfterErr(db *sql.DB) ([]string, error) {
	rows, err := db.Query("SELECT tag FROM tags")
	if err != nil {
		return nil, err
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	defer rows.Close()
	return rows.Columns()
}

// The arguments are checked before anything is opened.
func goodCheckedBefore(db *sql.DB, limit int) ([]string, error) {
	if limit <= 0 {
		return nil, fmt.Errorf("limit %d", limit)
	}
	rows, err := db.Query("SELECT tag FROM tags LIMIT $1", limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return rows.Columns()
}

// The arguments are checked between the query and the defer.
func badCheckedBetween(db *sql.DB, limit int) ([]string, error) {
	rows, err := db.Query("SELECT tag FROM tags LIMIT $1", limit) // want "unclosed: rows .*is not closed"
	if err != nil {
		return nil, err
	}
	if limit <= 0 {
		return nil, fmt.Errorf("limit %d", limit)
	}
	defer rows.Close()
	return rows.Columns()
}

// The handshake fails: the dialled connection is lost.
func badHandshakeFails(addr, token string) (net.Conn, error) {
	conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is not closed"
	if err != nil {
		return nil, err
	}
	if _, err := fmt.Fprintf(conn, "AUTH %s\r\n", token); err != nil {
		return nil, fmt.Errorf("auth: %w", err)
	}
	reply, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		conn.Close()
		return nil, err
	}
	if reply != "OK\r\n" {
		conn.Close()
		return nil, errors.New(reply)
	}
	return conn, nil
}

// The handshake fails: the connection is closed, else returned.
func goodHandshakeFails(addr, token string) (net.Conn, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	if _, err := fmt.Fprintf(conn, "AUTH %s\r\n", token); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

// An early success leaves too: an empty file needs no parsing.
func badEarlySuccess(path string) ([]byte, error) {
	f, err := os.Open(path) // want "unclosed: f .*is not closed"
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, err
	}
	if info.Size() == 0 {
		return nil, nil
	}
	defer f.Close()
	return io.ReadAll(f)
}

// The write of the second part fails after the first was deferred right.
func goodErrorAfterDefer(path string, head, tail []byte) (err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := f.Close(); cerr != nil && err == nil {
			err = cerr
		}
	}()
	if _, err := f.Write(head); err != nil {
		return err
	}
	_, err = f.Write(tail)
	return err
}

// The error path releases through a goto.
func goodGotoFail(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	if _, err = f.Stat(); err != nil {
		goto fail
	}
	if err = f.Sync(); err != nil {
		goto fail
	}
	return f.Close()
fail:
	f.Close()
	return err
}

// The goto jumps past the Close.
func badGotoPastClose(path string) error {
	f, err := os.Open(path) // want "unclosed: f .*is not closed"
	if err != nil {
		return err
	}
	if _, err = f.Stat(); err != nil {
		goto done
	}
	if err = f.Close(); err != nil {
		return err
	}
done:
	return err
}

// The first failure wins over the Close: both are errors, all paths close.
func goodJoinedClose(ctx context.Context, db *sql.DB, query string) (n int, err error) {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if ctx.Err() != nil {
			return n, ctx.Err()
		}
		n++
	}
	return n, rows.Err()
}

// A limit inside the loop is one more way out.
func badTooManyRows(ctx context.Context, db *sql.DB, query string) (n int, err error) {
	rows, err := db.QueryContext(ctx, query) // want "unclosed: rows .*is (never|not) closed"
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		if n > 1000 {
			return n, errors.New("too many rows")
		}
		n++
	}
	return n, rows.Err()
}

// The rows of the outer query leak when the inner query fails.
func badInnerQueryFails(db *sql.DB) (map[int64]int, error) {
	counts := map[int64]int{}
	users, err := db.Query("SELECT id FROM users") // want "unclosed: users .*is not closed"
	if err != nil {
		return nil, err
	}
	for users.Next() {
		var id int64
		if err := users.Scan(&id); err != nil {
			users.Close()
			return nil, err
		}
		posts, err := db.Query("SELECT 1 FROM posts WHERE author = $1", id)
		if err != nil {
			return nil, fmt.Errorf("posts of %d: %w", id, err)
		}
		for posts.Next() {
			counts[id]++
		}
		if err := posts.Err(); err != nil {
			users.Close()
			return nil, err
		}
	}
	return counts, users.Err()
}

// A validation error inside a block that closes at its end.
func badValidationInBlock(path string, strict bool) error {
	if strict {
		f, err := os.Open(path) // want "unclosed: f .*is not closed"
		if err != nil {
			return err
		}
		info, err := f.Stat()
		if err != nil || !info.Mode().IsRegular() {
			return fmt.Errorf("%s: not a regular file", path)
		}
		f.Close()
	}
	return nil
}

// The error is kept, the file closed, and only then the error returned.
func goodErrorKept(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	line, err := bufio.NewReader(f).ReadString('\n')
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return line, err
}

// Writing, syncing, closing and renaming, with one cleanup label per step.
func goodAtomicWrite(dir, target string, data []byte) error {
	tmp, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return err
	}
	_, err = tmp.Write(data)
	if err == nil {
		err = tmp.Sync()
	}
	if cerr := tmp.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return errors.Join(err, os.Remove(tmp.Name()))
	}
	return os.Rename(tmp.Name(), target)
}

// Sync fails: the temporary file is removed, not closed.
func badAtomicWrite(dir, target string, data []byte) error {
	tmp, err := os.CreateTemp(dir, ".new-*") // want "unclosed: tmp .*is not closed"
	if err != nil {
		return err
	}
	if _, err := tmp.Write(data); err != nil {
		return errors.Join(err, tmp.Close(), os.Remove(tmp.Name()))
	}
	if err := tmp.Sync(); err != nil {
		return errors.Join(err, os.Remove(tmp.Name()))
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), target)
}
