// Package helpers passes resources to functions and gets them from
// functions, of this and of another package.
package helpers

import (
	"bufio"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"strings"

	"example.com/cases/unclosed/helpers/other"
)

func closeQuietly(c io.Closer) {
	if err := c.Close(); err != nil {
		log.Printf("close: %v", err)
	}
}

// A helper of this package closes through io.Closer.
func goodCloser(db *sql.DB) ([]string, error) {
	rows, err := db.Query("SELECT * FROM t")
	if err != nil {
		return nil, err
	}
	defer closeQuietly(rows)
	return rows.Columns()
}

// A helper of another package closes through io.Closer.
func goodOtherCloser(db *sql.DB) ([]string, error) {
	rows, err := db.Query("SELECT * FROM t")
	if err != nil {
		return nil, err
	}
	defer other.CloseQuietly(rows)
	return rows.Columns()
}

// A method value goes to a helper of another package.
func goodOtherCapture(path string) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer other.Capture(&err, f.Close)
	_, err = io.Copy(io.Discard, f)
	return err
}

// A variadic helper of another package closes them all.
func goodOtherCloseAll(from, to string) (err error) {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	dst, err := os.Create(to)
	if err != nil {
		return errors.Join(err, src.Close())
	}
	_, err = io.Copy(dst, src)
	return errors.Join(err, other.CloseAll(src, dst))
}

// The variadic helper is given one of the two.
func badOtherCloseAll(from, to string) (err error) {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	dst, err := os.Create(to) // want "unclosed: dst .*is never closed"
	if err != nil {
		return errors.Join(err, src.Close())
	}
	_, err = io.Copy(dst, src)
	return errors.Join(err, other.CloseAll(src))
}

// A helper of another package reads all and closes.
func goodOtherScans(db *sql.DB) ([]string, error) {
	rows, err := db.Query("SELECT name FROM users")
	if err != nil {
		return nil, err
	}
	return other.ScanNames(rows)
}

// A helper of another package only looks.
func badOtherLooks(db *sql.DB) (string, error) {
	rows, err := db.Query("SELECT name FROM users") // want "unclosed: rows .*is never closed"
	if err != nil {
		return "", err
	}
	return other.Header(rows)
}

// A helper of this package only looks.
func badLooks(db *sql.DB) (int, error) {
	rows, err := db.Query("SELECT name FROM users") // want "unclosed: rows .*is never closed"
	if err != nil {
		return 0, err
	}
	return width(rows)
}

func width(rows *sql.Rows) (int, error) {
	types, err := rows.ColumnTypes()
	if err != nil {
		return 0, err
	}
	return len(types), nil
}

// Looked at first, then read and closed.
func goodLooksThenScans(db *sql.DB) ([]string, error) {
	rows, err := db.Query("SELECT name FROM users")
	if err != nil {
		return nil, err
	}
	if n, err := width(rows); err != nil || n != 1 {
		rows.Close()
		return nil, fmt.Errorf("unexpected columns: %w", err)
	}
	return other.ScanNames(rows)
}

// Looked at first; the look fails and nobody closes.
func badLooksThenScans(db *sql.DB) ([]string, error) {
	rows, err := db.Query("SELECT name FROM users") // want "unclosed: rows .*is not closed"
	if err != nil {
		return nil, err
	}
	if n, err := width(rows); err != nil || n != 1 {
		return nil, fmt.Errorf("unexpected columns: %w", err)
	}
	return other.ScanNames(rows)
}

// The rows are drained by a helper.
func goodOtherDrains(db *sql.DB) error {
	rows, err := db.Query("SELECT pg_sleep(1)")
	if err != nil {
		return err
	}
	return other.Discard(rows)
}

// What a helper of another package opened is closed.
func goodOtherOpens(dir string) (err error) {
	f, err := other.OpenLog(dir, "api")
	if err != nil {
		return err
	}
	defer other.Capture(&err, f.Close)
	_, err = fmt.Fprintln(f, "started")
	return err
}

// What a helper of another package opened is dropped.
func badOtherOpens(dir string) error {
	f, err := other.OpenLog(dir, "api") // want "unclosed: f .*is never closed"
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(f, "started")
	return err
}

// The helper hides a connection behind an interface.
func badOtherHides(addr string) error {
	rw, err := other.DialPlain(addr) // want "unclosed: rw .*is never closed"
	if err != nil {
		return err
	}
	_, err = io.WriteString(rw, "QUIT\r\n")
	return err
}

// The connection behind an interface is closed.
func goodOtherHides(addr string) error {
	rw, err := other.DialPlain(addr)
	if err != nil {
		return err
	}
	_, err = io.WriteString(rw, "QUIT\r\n")
	return errors.Join(err, rw.Close())
}

// What a helper lends is not closed.
func goodOtherLends(name string) error {
	out := other.Stdout()
	_, err := fmt.Fprintln(out, name)
	return err
}

// A helper of this package opens through two more of them.
func badDeepChain(dir string) error {
	f, err := openDated(dir, "2024-05-01") // want "unclosed: f .*is never closed"
	if err != nil {
		return err
	}
	_, err = f.WriteString("entry\n")
	return err
}

func openDated(dir, day string) (*os.File, error) {
	return openNamed(dir, "journal-"+strings.ReplaceAll(day, "-", ""))
}

func openNamed(dir, name string) (*os.File, error) {
	f, err := other.OpenLog(dir, name)
	if err != nil {
		return nil, other.Annotate(err, "open")
	}
	return f, nil
}

// A helper that returns only without an error.
func goodCheckHelper(path string) []byte {
	f, err := os.Open(path)
	other.Check(err)
	defer f.Close()
	data, err := io.ReadAll(f)
	other.Check(err)
	return data
}

// A helper of another package keeps nil errors nil.
func goodOtherAnnotate(path string) (err error) {
	f, err := os.Open(path)
	if err = other.Annotate(err, "open"); err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// A deferred helper of another package ends the transaction.
func goodOtherEnds(db *sql.DB, id int64) (err error) {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer other.End(tx, &err)
	_, err = tx.Exec("DELETE FROM t WHERE id = $1", id)
	return err
}

// The peer is rejected by a helper that leaves the connection open.
func badRejected(ln net.Listener, allowed func(net.Addr) bool) (net.Conn, error) {
	conn, err := ln.Accept() // want "unclosed: conn .*is (never|not) closed"
	if err != nil {
		return nil, err
	}
	if !allowed(conn.RemoteAddr()) {
		other.Reject(conn, "not on the list")
		return nil, errors.New("peer rejected")
	}
	return conn, nil
}

// The peer is rejected and hung up on.
func goodRejected(ln net.Listener, allowed func(net.Addr) bool) (net.Conn, error) {
	conn, err := ln.Accept()
	if err != nil {
		return nil, err
	}
	if !allowed(conn.RemoteAddr()) {
		other.Reject(conn, "not on the list")
		other.CloseQuietly(conn)
		return nil, errors.New("peer rejected")
	}
	return conn, nil
}

type idlePool struct {
	idle   []net.Conn
	closed bool
}

var errPoolClosed = errors.New("pool is closed")

// put takes the connection unless it returns an error.
func (p *idlePool) put(conn net.Conn) error {
	if p.closed {
		return errPoolClosed
	}
	p.idle = append(p.idle, conn)
	return nil
}

func (p *idlePool) Close() (err error) {
	p.closed = true
	for _, conn := range p.idle {
		err = errors.Join(err, conn.Close())
	}
	p.idle = nil
	return err
}

// deliver owns the connection from the start and closes it on failure.
func (p *idlePool) deliver(conn net.Conn) error {
	if p.closed {
		return errors.Join(errPoolClosed, conn.Close())
	}
	p.idle = append(p.idle, conn)
	return nil
}

// The pool takes the connection or it is closed here.
func goodPut(p *idlePool, addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	if err := p.put(conn); err != nil {
		conn.Close()
		return err
	}
	return nil
}

// The pool refuses the connection and nobody closes it.
func badPut(p *idlePool, addr string) error {
	conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is (never|not) closed"
	if err != nil {
		return err
	}
	if err := p.put(conn); err != nil {
		return fmt.Errorf("put %s: %w", addr, err)
	}
	return nil
}

// The pool takes the connection whatever it returns.
func goodDeliver(p *idlePool, addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	return p.deliver(conn)
}

// The helper closes on its good path only.
func badHalfCloser(db *sql.DB) error {
	rows, err := db.Query("SELECT * FROM t") // want "unclosed: rows .*is (never|not) closed"
	if err != nil {
		return err
	}
	return printAll(rows)
}

func printAll(rows *sql.Rows) error {
	cols, err := rows.Columns()
	if err != nil {
		return err
	}
	log.Print(cols)
	return rows.Close()
}

// A predicate helper of a borrowed file.
func goodBorrowedParam(f *os.File) (bool, error) {
	info, err := f.Stat()
	if err != nil {
		return false, err
	}
	return info.Size() == 0, nil
}

// A helper that returns its parameter: the alias is closed.
func goodReturnedParam(addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	quiet := tune(conn)
	defer quiet.Close()
	_, err = io.WriteString(quiet, "hello\n")
	return err
}

func tune(conn net.Conn) net.Conn {
	if tcp, ok := conn.(*net.TCPConn); ok {
		if err := tcp.SetNoDelay(true); err != nil {
			log.Print(err)
		}
	}
	return conn
}

// A helper that returns its parameter: neither name is closed.
func badReturnedParam(addr string) error {
	conn, err := net.Dial("tcp", addr) // want "unclosed: (conn|quiet) .*is never closed"
	if err != nil {
		return err
	}
	quiet := tune(conn)
	_, err = io.WriteString(quiet, "hello\n")
	return err
}

type querier interface {
	Query(query string, args ...any) (*sql.Rows, error)
}

// An interface method hands out rows.
func badInterfaceMethod(q querier) (string, error) {
	rows, err := q.Query("SELECT * FROM t") // want "unclosed: rows .*is never closed"
	if err != nil {
		return "", err
	}
	cols, err := rows.Columns()
	return strings.Join(cols, ","), err
}

// An interface method hands out rows, closed by defer.
func goodInterfaceMethod(q querier) (string, error) {
	rows, err := q.Query("SELECT * FROM t")
	if err != nil {
		return "", err
	}
	defer rows.Close()
	cols, err := rows.Columns()
	return strings.Join(cols, ","), err
}

type repo struct{ db *sql.DB }

// list hands its rows to the caller.
func (r *repo) list(table string) (*sql.Rows, error) {
	rows, err := r.db.Query("SELECT name FROM " + table)
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", table, err)
	}
	return rows, nil
}

// A method of this package hands out rows that are closed.
func goodRepo(r *repo) ([]string, error) {
	rows, err := r.list("users")
	if err != nil {
		return nil, err
	}
	return other.ScanNames(rows)
}

// A method of this package hands out rows that are lost on a count.
func badRepo(r *repo, limit int) (n int, err error) {
	rows, err := r.list("users") // want "unclosed: rows .*is (never|not) closed"
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		if n++; n > limit {
			return n, errors.New("too many")
		}
	}
	return n, rows.Err()
}

type rowIter interface {
	Next() bool
	Scan(...any) error
	Close() error
}

// Returned as an interface that can be closed.
func goodReturnedAsInterface(db *sql.DB) (rowIter, error) {
	rows, err := db.Query("SELECT name FROM t")
	if err != nil {
		return nil, err
	}
	return rows, nil
}

// The interface's owner forgets it.
func badReturnedAsInterface(db *sql.DB) (name string, err error) {
	it, err := goodReturnedAsInterface(db) // want "unclosed: it .*is (never|not) closed"
	if err != nil {
		return "", err
	}
	if it.Next() {
		err = it.Scan(&name)
	}
	return name, err
}

// Two helpers call each other; the file is closed where the recursion ends.
func goodRecursion(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return skipBlank(bufio.NewReader(f), f, 10)
}

func skipBlank(r *bufio.Reader, f *os.File, depth int) error {
	line, err := r.ReadString('\n')
	if err != nil || depth == 0 {
		return errors.Join(err, f.Close())
	}
	if strings.TrimSpace(line) == "" {
		return skipBlank(r, f, depth-1)
	}
	return f.Close()
}
