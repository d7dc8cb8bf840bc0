package field

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// The consumer is gone and the rows stay open behind it.
func badSendGivesUp(ctx context.Context, db *sql.DB, out chan<- reading) error {
	rows, err := db.QueryContext(ctx, "SELECT station, celsius FROM readings") // want "unclosed: rows .*is not closed"
	if err != nil {
		return err
	}
	for rows.Next() {
		var r reading
		if err := rows.Scan(&r.station, &r.celsius); err != nil {
			return errors.Join(err, rows.Close())
		}
		select {
		case out <- r:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return errors.Join(rows.Err(), rows.Close())
}

// The consumer is gone, and the rows are closed on that way out as well.
func goodSendGivesUp(ctx context.Context, db *sql.DB, out chan<- reading) error {
	rows, err := db.QueryContext(ctx, "SELECT station, celsius FROM readings")
	if err != nil {
		return err
	}
	for rows.Next() {
		var r reading
		if err := rows.Scan(&r.station, &r.celsius); err != nil {
			return errors.Join(err, rows.Close())
		}
		select {
		case out <- r:
		case <-ctx.Done():
			return errors.Join(ctx.Err(), rows.Close())
		}
	}
	return errors.Join(rows.Err(), rows.Close())
}

// The break leaves both loops and jumps over the close at the end of a round.
func badBreakOverClose(dir string, names []string, mark string) (found string, err error) {
days:
	for _, name := range names {
		f, err := os.Open(filepath.Join(dir, name)) // want "unclosed: f .*is not closed"
		if err != nil {
			return "", err
		}
		sc := bufio.NewScanner(f)
		for sc.Scan() {
			if sc.Text() == mark {
				found = name
				break days
			}
		}
		if err := errors.Join(sc.Err(), f.Close()); err != nil {
			return "", err
		}
	}
	return found, nil
}

// The break leaves the inner loop only: the close comes next.
func goodBreakBeforeClose(dir string, names []string, mark string) (found string, err error) {
	for _, name := range names {
		f, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			return "", err
		}
		sc := bufio.NewScanner(f)
		for sc.Scan() {
			if sc.Text() == mark {
				found = name
				break
			}
		}
		if err := errors.Join(sc.Err(), f.Close()); err != nil {
			return "", err
		}
		if found != "" {
			break
		}
	}
	return found, nil
}

// Candidates are tried in turn: the one that greets goes to the caller, the
// others are closed.
func goodFirstThatGreets(addrs []string) (net.Conn, error) {
	var errs error
	for _, addr := range addrs {
		conn, err := net.DialTimeout("tcp", addr, time.Second)
		if err != nil {
			errs = errors.Join(errs, err)
			continue
		}
		if err := greet(conn); err != nil {
			errs = errors.Join(errs, err, conn.Close())
			continue
		}
		return conn, nil
	}
	return nil, errs
}

// Candidates are tried in turn: the one that does not greet is forgotten.
func badFirstThatGreets(addrs []string) (net.Conn, error) {
	var errs error
	for _, addr := range addrs {
		conn, err := net.DialTimeout("tcp", addr, time.Second) // want "unclosed: conn .*is not closed"
		if err != nil {
			errs = errors.Join(errs, err)
			continue
		}
		if err := greet(conn); err != nil {
			errs = errors.Join(errs, err)
			continue
		}
		return conn, nil
	}
	return nil, errs
}

// The best of the candidates so far is closed when a better one comes.
func goodBestSoFar(addrs []string, rank func(net.Addr) int) (best net.Conn, err error) {
	for _, addr := range addrs {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			continue
		}
		if best != nil && rank(conn.RemoteAddr()) <= rank(best.RemoteAddr()) {
			conn.Close()
			continue
		}
		if best != nil {
			best.Close()
		}
		best = conn
	}
	if best == nil {
		return nil, errGreeting
	}
	return best, nil
}

// require2xx closes the response that it refuses.
func require2xx(resp *http.Response, err error) (*http.Response, error) {
	if err != nil {
		return nil, err
	}
	if resp.StatusCode/100 != 2 {
		resp.Body.Close()
		return nil, fmt.Errorf("station answered %s", resp.Status)
	}
	return resp, nil
}

// The helper has closed what it refuses; what it lets through is closed here.
func goodRequired(client *http.Client, url string) ([]byte, error) {
	resp, err := require2xx(client.Get(url))
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// The helper lets through what nobody closes.
func badRequired(client *http.Client, url string) ([]byte, error) {
	resp, err := require2xx(client.Get(url)) // want "unclosed: result of client.Get .*is not closed"
	if err != nil {
		return nil, err
	}
	return io.ReadAll(resp.Body)
}

// goodRequiredBody hands the body of the response to its caller.
func goodRequiredBody(client *http.Client, url string) (io.ReadCloser, error) {
	resp, err := require2xx(client.Get(url))
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}

// The caller of a body is its owner, and has no response to close.
func badBodyDropped(client *http.Client, url string) (n int64, err error) {
	body, err := goodRequiredBody(client, url) // want "unclosed: body .*is never closed"
	if err != nil {
		return 0, err
	}
	return io.Copy(io.Discard, body)
}

// The closing function may be called twice: by hand for its error, and by
// defer for all else.
func goodOnceByHandAndDefer(path string, rs []reading) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	closeOnce := sync.OnceValue(f.Close)
	defer closeOnce()
	for _, r := range rs {
		if _, err := fmt.Fprintln(f, r.station, r.celsius); err != nil {
			return err
		}
	}
	return closeOnce()
}

var exitHooks []func()

func atExit(f func()) { exitHooks = append(exitHooks, f) }

// The hook closes when the program ends.
func goodExitHook(path string) (io.Writer, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	atExit(func() {
		if err := f.Close(); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	})
	return bufio.NewWriter(f), nil
}

// The hook flushes when the program ends, and nothing closes.
func badExitHook(path string) (io.Writer, error) {
	f, err := os.Create(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return nil, err
	}
	w := bufio.NewWriter(f)
	atExit(func() {
		if err := w.Flush(); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	})
	return w, nil
}

// Two answers race, and the loser is closed by the one who finds it late.
func goodHedged(addr, spare string) (net.Conn, error) {
	type answer struct {
		conn net.Conn
		err  error
	}
	answers := make(chan answer, 2)
	for _, a := range []string{addr, spare} {
		go func() {
			conn, err := net.Dial("tcp", a)
			answers <- answer{conn, err}
		}()
	}
	first := <-answers
	go func() {
		if late := <-answers; late.err == nil {
			late.conn.Close()
		}
	}()
	if first.err != nil {
		return nil, first.err
	}
	return first.conn, nil
}

// The statement that makes the connection fit for use fails: it is closed.
func goodPreparedConn(ctx context.Context, db *sql.DB, schema string) (*sql.Conn, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	for _, stmt := range []string{"SET TIME ZONE 'UTC'", "SET search_path TO " + schema} {
		if _, err := conn.ExecContext(ctx, stmt); err != nil {
			return nil, errors.Join(fmt.Errorf("%s: %w", stmt, err), conn.Close())
		}
	}
	return conn, nil
}

// The statement that makes the connection fit for use fails: it stays out.
func badPreparedConn(ctx context.Context, db *sql.DB, schema string) (*sql.Conn, error) {
	conn, err := db.Conn(ctx) // want "unclosed: conn .*is not closed"
	if err != nil {
		return nil, err
	}
	for _, stmt := range []string{"SET TIME ZONE 'UTC'", "SET search_path TO " + schema} {
		if _, err := conn.ExecContext(ctx, stmt); err != nil {
			return nil, fmt.Errorf("%s: %w", stmt, err)
		}
	}
	return conn, nil
}

// A reading transaction wants an end on success, too.
func badReadOnlyTx(ctx context.Context, db *sql.DB) (n int, err error) {
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // want "unclosed: tx .*"
	if err != nil {
		return 0, err
	}
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM readings").Scan(&n); err != nil {
		return 0, errors.Join(err, tx.Rollback())
	}
	return n, nil
}

// A reading transaction ends by a rollback either way.
func goodReadOnlyTx(ctx context.Context, db *sql.DB) (n int, err error) {
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return 0, err
	}
	err = tx.QueryRowContext(ctx, "SELECT count(*) FROM readings").Scan(&n)
	return n, errors.Join(err, tx.Rollback())
}
