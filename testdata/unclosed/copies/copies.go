// Package copies puts what it opens into variables of struct and array types, which
// are copied, overwritten and handed out as wholes.
package copies

import (
	"context"
	"database/sql"
	"errors"
	"os"
)

type log struct{ f *os.File }

func (l log) Close() error { return l.f.Close() }

// The result has a name, and is returned by it: it is copied into itself.
func goodNamed(path string) (l log, err error) {
	l.f, err = os.Open(path)
	return l, err
}

func goodNamedLater(path string) (l log, err error) {
	f, err := os.Open(path)
	if err != nil {
		return l, err
	}
	l.f = f
	return l, nil
}

func badNamed(path string) (l log, err error) {
	l.f, err = os.Open(path) // want "unclosed: l.f .*is not closed on every path"
	if err != nil {
		return l, err
	}
	if _, err := l.f.Stat(); err != nil {
		return log{}, err
	}
	return l, nil
}

func goodBare(path string) (l log, err error) {
	l.f, err = os.Open(path)
	return
}

type pipe struct{ r, w *os.File }

func (p pipe) Close() error { return errors.Join(p.r.Close(), p.w.Close()) }

func goodPipe() (p pipe, err error) {
	p.r, p.w, err = os.Pipe()
	return p, err
}

func goodArray(a, b string) (fs [2]*os.File, err error) {
	if fs[0], err = os.Open(a); err != nil {
		return fs, err
	}
	if fs[1], err = os.Open(b); err != nil {
		fs[0].Close()
		return fs, err
	}
	return fs, nil
}

func badArray(a, b string) (fs [2]*os.File, err error) {
	if fs[0], err = os.Open(a); err != nil { // want "unclosed: fs.0. .*is not closed on every path"
		return [2]*os.File{}, err
	}
	if fs[1], err = os.Open(b); err != nil {
		return [2]*os.File{}, err
	}
	return fs, nil
}

type unit struct{ *sql.Tx }

func goodBegin(ctx context.Context, db *sql.DB) (u unit, err error) {
	u.Tx, err = db.BeginTx(ctx, nil)
	return u, err
}

// The results change places.
func goodSwapped(path string) (a, b log, err error) {
	a.f, err = os.Open(path)
	return b, a, err
}

func badSwapped(path string) (a, b log, err error) {
	a.f, err = os.Open(path) // want "unclosed: a.f .*is never closed"
	if err != nil {
		return b, a, err
	}
	a, b = b, a
	return a, a, nil
}

// What was copied before is the copy, whatever becomes of the variable.
func goodTaken(path string) (log, error) {
	var l log
	f, err := os.Open(path)
	if err != nil {
		return l, err
	}
	l.f = f
	taken := l
	l = log{}
	return taken, nil
}

func badTaken(path string) (log, error) {
	var l log
	before := l
	f, err := os.Open(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return l, err
	}
	l.f = f
	l = before
	return l, nil
}

func badBefore(path string) (log, error) {
	var l log
	before := l
	f, err := os.Open(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return l, err
	}
	l.f = f
	return before, nil
}

func goodField(path string) (log, error) {
	var l log
	f, err := os.Open(path)
	if err != nil {
		return l, err
	}
	l.f = f
	taken := l
	l.f = nil
	return taken, nil
}
