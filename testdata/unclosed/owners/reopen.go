package owners

import (
	"database/sql"
	"errors"
	"fmt"
	"log"
	"os"
	"sync/atomic"

	"example.com/cases/unclosed/owners/other"
)

// logFile can be reopened after its file was moved away.
type logFile struct {
	path string
	f    *os.File
}

// The new file takes the place of the old one, which is closed.
func (l *logFile) goodReopen() error {
	f, err := os.OpenFile(l.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := f.Stat(); err != nil {
		f.Close()
		return err
	}
	old := l.f
	l.f = f
	return old.Close()
}

// The new file is lost if it cannot be looked at.
func (l *logFile) badReopen() error {
	f, err := os.OpenFile(l.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) // want "unclosed: f .*is (never|not) closed"
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	log.Printf("reopened %s, %d bytes", l.path, info.Size())
	old := l.f
	l.f = f
	return old.Close()
}

func (l *logFile) Close() error { return l.f.Close() }

// swapped keeps its file behind an atomic pointer.
type swapped struct {
	cur atomic.Pointer[os.File]
}

// The file goes into an atomic pointer, what comes out is closed.
func (s *swapped) goodSwap(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	if old := s.cur.Swap(f); old != nil {
		return old.Close()
	}
	return nil
}

func (s *swapped) Close() error {
	if f := s.cur.Swap(nil); f != nil {
		return f.Close()
	}
	return nil
}

// The owner's constructor is called for its error.
func badConstructorResult(path string) error {
	_, err := goodConstructor(path) // want "unclosed: result of "
	return err
}

// An owner per turn, dropped at the end of the turn.
func badOwnerPerTurn(db *sql.DB, tenants []string) (themes []string, err error) {
	for _, tenant := range tenants {
		s, err := other.NewStore(db, "settings_"+tenant) // want "unclosed: s .*is never closed"
		if err != nil {
			return nil, err
		}
		theme, err := s.Get("theme")
		if err != nil {
			return nil, fmt.Errorf("theme of %s: %w", tenant, err)
		}
		themes = append(themes, theme)
	}
	return themes, nil
}

// An owner per turn, closed in the turn.
func goodOwnerPerTurn(db *sql.DB, tenants []string) (themes []string, err error) {
	for _, tenant := range tenants {
		s, err := other.NewStore(db, "settings_"+tenant)
		if err != nil {
			return nil, err
		}
		theme, err := s.Get("theme")
		if err := errors.Join(err, s.Close()); err != nil {
			return nil, err
		}
		themes = append(themes, theme)
	}
	return themes, nil
}

// The owner is overwritten by its successor.
func badOwnerOverwritten(first, second string) error {
	j, err := goodConstructor(first) // want "unclosed: j .*is (never|not) closed"
	if err != nil {
		return err
	}
	if err := j.add("last line"); err != nil {
		return errors.Join(err, j.Close())
	}
	j, err = goodConstructor(second)
	if err != nil {
		return err
	}
	err = j.add("first line")
	return errors.Join(err, j.Close())
}

// openPair returns two owners.
func openPair(first, second string) (a, b *journal, err error) {
	if a, err = goodConstructor(first); err != nil {
		return nil, nil, err
	}
	if b, err = goodConstructor(second); err != nil {
		return nil, nil, errors.Join(err, a.Close())
	}
	return a, b, nil
}

// Both of two results are closed.
func goodPair(first, second string) error {
	a, b, err := openPair(first, second)
	if err != nil {
		return err
	}
	err = errors.Join(a.add("left"), b.add("right"))
	return errors.Join(err, a.Close(), b.Close())
}

// One of two results is closed.
func badPair(first, second string) error {
	a, b, err := openPair(first, second) // want "unclosed: b .*is never closed"
	if err != nil {
		return err
	}
	err = errors.Join(a.add("left"), b.add("right"))
	return errors.Join(err, a.Close())
}

// The sink of another package is lost when the first line fails.
func badOtherSinkErrorPath(path string, lines []string) error {
	sink, err := other.NewSink(path) // want "unclosed: sink .*is not closed"
	if err != nil {
		return err
	}
	for _, line := range lines {
		if err := sink.WriteLine(line); err != nil {
			return err
		}
	}
	return sink.Close()
}
