// Package loops acquires, releases and leaves inside loops.
package loops

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"time"
)

// Break leaves the rows undrained.
func badBreak(db *sql.DB, want string) (bool, error) {
	rows, err := db.Query("SELECT name FROM groups") // want "unclosed: rows .*is (never|not) closed"
	if err != nil {
		return false, err
	}
	found := false
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return false, errors.Join(err, rows.Close())
		}
		if name == want {
			found = true
			break
		}
	}
	return found, rows.Err()
}

// Break, then Close behind the loop.
func goodBreak(db *sql.DB, want string) (found bool, err error) {
	rows, err := db.Query("SELECT name FROM groups")
	if err != nil {
		return false, err
	}
	for rows.Next() {
		var name string
		if err = rows.Scan(&name); err != nil {
			break
		}
		if name == want {
			found = true
			break
		}
	}
	rows.Close()
	return found, errors.Join(err, rows.Err())
}

// Continue skips the Close at the end of the body.
func badContinue(paths []string) (int64, error) {
	var total int64
	for _, path := range paths {
		f, err := os.Open(path) // want "unclosed: f .*is not closed"
		if err != nil {
			return 0, err
		}
		info, err := f.Stat()
		if err != nil {
			f.Close()
			return 0, err
		}
		if info.IsDir() {
			continue
		}
		total += info.Size()
		f.Close()
	}
	return total, nil
}

// Continue after the Close, and after a failed Open.
func goodContinue(paths []string) (int64, error) {
	var total int64
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			continue
		}
		info, err := f.Stat()
		f.Close()
		if err != nil || info.IsDir() {
			continue
		}
		total += info.Size()
	}
	return total, nil
}

// Only the file of the last turn is closed.
func badClosedAfterLoop(paths []string) error {
	var f *os.File
	for _, path := range paths {
		var err error
		f, err = os.Open(path) // want "unclosed: f .*is not closed"
		if err != nil {
			return err
		}
		if _, err := io.Copy(os.Stdout, f); err != nil {
			f.Close()
			return err
		}
	}
	return f.Close()
}

// The body is a function: its defer runs each turn.
func goodLiteralBody(paths []string) error {
	for _, path := range paths {
		err := func() error {
			f, err := os.Open(path)
			if err != nil {
				return err
			}
			defer f.Close()
			_, err = io.Copy(os.Stdout, f)
			return err
		}()
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return nil
}

// The current segment is closed before the next one replaces it.
func goodRotate(dir string, lines <-chan string, limit int) error {
	cur, err := os.Create(filepath.Join(dir, "0.log"))
	if err != nil {
		return err
	}
	n, seq := 0, 0
	for line := range lines {
		if n >= limit {
			if err := cur.Close(); err != nil {
				return err
			}
			seq++
			cur, err = os.Create(filepath.Join(dir, fmt.Sprintf("%d.log", seq)))
			if err != nil {
				return err
			}
			n = 0
		}
		if _, err := fmt.Fprintln(cur, line); err != nil {
			cur.Close()
			return err
		}
		n++
	}
	return cur.Close()
}

// The next segment replaces the current one, which stays open.
func badRotate(dir string, lines <-chan string, limit int) error {
	cur, err := os.Create(filepath.Join(dir, "0.log")) // want "unclosed: cur .*is not closed"
	if err != nil {
		return err
	}
	n, seq := 0, 0
	for line := range lines {
		if n >= limit {
			seq++
			n = 0
			next, err := os.Create(filepath.Join(dir, fmt.Sprintf("%d.log", seq))) // want "unclosed: next .*is not closed"
			if err != nil {
				cur.Close()
				return err
			}
			cur = next
		}
		if _, err := fmt.Fprintln(cur, line); err != nil {
			return errors.Join(err, cur.Close())
		}
		n++
	}
	return cur.Close()
}

// Dial until one answers; the error of a failed attempt leaves nothing open.
func goodRetryDial(ctx context.Context, addr string) (net.Conn, error) {
	var last error
	for attempt := range 5 {
		conn, err := net.Dial("tcp", addr)
		if err == nil {
			return conn, nil
		}
		last = err
		select {
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), last)
		case <-time.After(time.Duration(attempt) * time.Second):
		}
	}
	return nil, last
}

// Each refused greeting leaves a connection behind.
func badRetryGreeting(addr string) (net.Conn, error) {
	var last error
	for range 5 {
		conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is (never|not) closed"
		if err != nil {
			last = err
			continue
		}
		greeting, err := bufio.NewReader(conn).ReadString('\n')
		if err != nil {
			last = err
			continue
		}
		if greeting == "READY\n" {
			return conn, nil
		}
		last = errors.New(greeting)
		conn.Close()
	}
	return nil, last
}

// Opened in a loop: returned if it suits, else closed.
func goodCandidate(addrs []string) (net.Conn, error) {
	for _, addr := range addrs {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			continue
		}
		if _, ok := conn.RemoteAddr().(*net.TCPAddr); !ok {
			conn.Close()
			continue
		}
		return conn, nil
	}
	return nil, errors.New("no server answers")
}

// Opened in a loop: the ones that do not suit stay open.
func badCandidate(addrs []string) (net.Conn, error) {
	for _, addr := range addrs {
		conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is (never|not) closed"
		if err != nil {
			continue
		}
		if _, ok := conn.RemoteAddr().(*net.TCPAddr); !ok {
			continue
		}
		return conn, nil
	}
	return nil, errors.New("no server answers")
}

// A labelled break leaves two loops; the Close stands behind both.
func goodLabelledBreak(db *sql.DB, want map[string]bool) (string, error) {
	rows, err := db.Query("SELECT a, b FROM pairs")
	if err != nil {
		return "", err
	}
	hit := ""
scan:
	for rows.Next() {
		var pair [2]string
		if err := rows.Scan(&pair[0], &pair[1]); err != nil {
			rows.Close()
			return "", err
		}
		for _, side := range pair {
			if want[side] {
				hit = side
				break scan
			}
		}
	}
	if err := rows.Close(); err != nil {
		return "", err
	}
	return hit, rows.Err()
}

// A labelled continue skips the Close of the inner file.
func badLabelledContinue(dirs []string, skip map[string]bool) error {
next:
	for _, dir := range dirs {
		f, err := os.Open(dir) // want "unclosed: f .*is not closed"
		if err != nil {
			return err
		}
		names, err := f.Readdirnames(-1)
		if err != nil {
			f.Close()
			return err
		}
		for _, name := range names {
			if skip[name] {
				continue next
			}
		}
		f.Close()
	}
	return nil
}

// Drained by an endless loop that tests Next itself.
func goodEndlessDrain(db *sql.DB) (n int, err error) {
	rows, err := db.Query("SELECT 1 FROM events")
	if err != nil {
		return 0, err
	}
	for {
		if !rows.Next() {
			break
		}
		n++
	}
	return n, rows.Err()
}

// Drained by a loop over a variable that holds the result of Next.
func goodDrainByVariable(db *sql.DB) (n int, err error) {
	rows, err := db.Query("SELECT 1 FROM events")
	if err != nil {
		return 0, err
	}
	for more := rows.Next(); more; more = rows.Next() {
		n++
	}
	return n, rows.Err()
}

// A bounded loop stops before Next has said no.
func badBoundedLoop(db *sql.DB, limit int) (n int, err error) {
	rows, err := db.Query("SELECT 1 FROM events") // want "unclosed: rows .*is (never|not) closed"
	if err != nil {
		return 0, err
	}
	for n < limit && rows.Next() {
		n++
	}
	return n, rows.Err()
}

// A page of rows per turn, each drained, the last one too.
func goodPages(db *sql.DB, visit func(int64)) error {
	last := int64(0)
	for {
		rows, err := db.Query("SELECT id FROM log WHERE id > $1 ORDER BY id LIMIT 500", last)
		if err != nil {
			return err
		}
		n := 0
		for rows.Next() {
			if err := rows.Scan(&last); err != nil {
				return errors.Join(err, rows.Close())
			}
			visit(last)
			n++
		}
		if err := rows.Err(); err != nil {
			return err
		}
		if n == 0 {
			return nil
		}
	}
}

// A page of rows per turn, read by single steps.
func badPages(db *sql.DB, ids []int64) ([]string, error) {
	var names []string
	for _, id := range ids {
		rows, err := db.Query("SELECT name FROM log WHERE id = $1", id) // want "unclosed: rows .*is (never|not) closed"
		if err != nil {
			return nil, err
		}
		var name string
		if rows.Next() {
			if err := rows.Scan(&name); err != nil {
				return nil, err
			}
		}
		if err := rows.Err(); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, nil
}

// A select in the loop: the way out through the context forgets the rows.
func badSelectDone(ctx context.Context, db *sql.DB, out chan<- string) error {
	rows, err := db.Query("SELECT line FROM journal") // want "unclosed: rows .*is (never|not) closed"
	if err != nil {
		return err
	}
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			rows.Close()
			return err
		}
		select {
		case out <- line:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return rows.Err()
}

// A select in the loop, every way out covered by the defer.
func goodSelectDone(ctx context.Context, db *sql.DB, out chan<- string) error {
	rows, err := db.Query("SELECT line FROM journal")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return err
		}
		select {
		case out <- line:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return rows.Err()
}

// A switch whose break leaves only the switch: the Close is reached.
func goodSwitchBreak(names []string) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		switch filepath.Ext(name) {
		case ".tmp":
			break
		default:
			_, err = io.Copy(os.Stdout, f)
		}
		f.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// A case that returns is one way out without a Close.
func badSwitchReturn(name string) error {
	f, err := os.Open(name) // want "unclosed: f .*is not closed"
	if err != nil {
		return err
	}
	switch filepath.Ext(name) {
	case ".csv", ".txt":
		_, err = io.Copy(os.Stdout, f)
	case ".gz":
		return errors.New("compressed input is not supported")
	}
	f.Close()
	return err
}
