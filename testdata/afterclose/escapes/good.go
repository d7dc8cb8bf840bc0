package escapes

import (
	"bufio"
	"context"
	"database/sql"
	"io"
	"iter"
	"net/http"
	"os"
	"strings"
)

// What goes out is data, not the file.
func goodData(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// What goes out was read before.
func goodLines(path string) (lines []string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	for s.Scan() {
		lines = append(lines, s.Text())
	}
	return lines, s.Err()
}

// What goes out is a part of the response that needs no body.
func goodHeader(client *http.Client, url string) (http.Header, error) {
	resp, err := client.Head(url)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return resp.Header, nil
}

// The deferred closure closes after an error only.
func goodClosedOnError(path string) (_ *os.File, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	if _, err := f.Seek(512, io.SeekStart); err != nil {
		return nil, err
	}
	return f, nil
}

// The deferred closure closes what was not handed over.
func goodHandedOver(ctx context.Context, dsn string) (*store, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	kept := false
	defer func() {
		if !kept {
			db.Close()
		}
	}()
	if err := db.PingContext(ctx); err != nil {
		return nil, err
	}
	kept = true
	return &store{db: db}, nil
}

// The file that is closed is not the one that goes out.
func goodOther(config string) (*os.File, error) {
	f, err := os.Open(config)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	name, err := bufio.NewReader(f).ReadString('\n')
	if err != nil {
		return nil, err
	}
	target, err := os.Open(strings.TrimSpace(name))
	if err != nil {
		return nil, err
	}
	return target, nil
}

// The deferred close belongs to the iterator, and runs at its end.
func goodIterator(ctx context.Context, db *sql.DB) (iter.Seq2[string, error], error) {
	rows, err := db.QueryContext(ctx, "SELECT name FROM users")
	if err != nil {
		return nil, err
	}
	return func(yield func(string, error) bool) {
		defer rows.Close()
		for rows.Next() {
			var name string
			err := rows.Scan(&name)
			if !yield(name, err) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield("", err)
		}
	}, nil
}

// The close is left to the end of the context, not of the function.
func goodClosedLater(ctx context.Context, path string) (io.Reader, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	context.AfterFunc(ctx, func() { f.Close() })
	return f, nil
}

type app struct {
	db      *sql.DB
	cleanup []func() error
}

// The close is put on a stack for later.
func goodStacked(dsn string) (*app, error) {
	a := &app{}
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	a.cleanup = append(a.cleanup, db.Close)
	a.db = db
	return a, nil
}

func (a *app) Shutdown() (err error) {
	for _, f := range a.cleanup {
		if e := f(); err == nil {
			err = e
		}
	}
	return err
}

// The file is closed unless the caller wants to keep it.
func goodKept(path string, keep bool) (*os.File, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	if !keep {
		defer f.Close()
	}
	if _, err := f.WriteString("header\n"); err != nil {
		f.Close()
		return nil, err
	}
	if keep {
		return f, nil
	}
	return nil, nil
}
