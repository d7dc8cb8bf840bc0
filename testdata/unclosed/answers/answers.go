// Package answers has helpers whose bool, beside their error, says whether they have opened
// anything.
package answers

import (
	"io"
	"net"
	"os"

	"example.com/cases/unclosed/answers/lib"
)

func goodFind(path string) ([]byte, error) {
	f, found, err := lib.Find(path)
	if err != nil || !found {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

func goodMiss(path string) ([]byte, error) {
	f, missing, err := lib.Miss(path)
	switch {
	case err != nil:
		return nil, err
	case missing:
		return nil, nil
	}
	defer f.Close()
	return io.ReadAll(f)
}

func badFound(path string) (int64, error) {
	f, found, err := lib.Find(path) // want "unclosed: f .*is not closed on every path"
	if err != nil {
		return 0, err
	}
	if found {
		info, err := f.Stat()
		if err != nil {
			return 0, err
		}
		defer f.Close()
		return info.Size(), nil
	}
	return 0, nil
}

func badNotMissing(path string) error {
	f, missing, err := lib.Miss(path) // want "unclosed: f .*is never closed"
	if err != nil || missing {
		return err
	}
	_, err = f.Stat()
	return err
}

// There is a file, whether it is new or not.
func badMade(path string) error {
	f, made, err := lib.Make(path) // want "unclosed: f .*is not closed on every path"
	if err != nil || !made {
		return err
	}
	return f.Close()
}

func goodMade(path string) (bool, error) {
	f, made, err := lib.Make(path)
	if err != nil {
		return false, err
	}
	return made, f.Close()
}

type locker struct{ path string }

// dial says whether somebody listens.
func (l *locker) dial() (net.Conn, bool, error) {
	if _, err := os.Stat(l.path); err != nil {
		return nil, false, nil
	}
	conn, err := net.Dial("unix", l.path)
	if err != nil {
		return nil, false, err
	}
	return conn, true, nil
}

func (l *locker) goodAsk() error {
	conn, listens, err := l.dial()
	if !listens {
		return err
	}
	defer conn.Close()
	_, err = io.WriteString(conn, "status")
	return err
}

func (l *locker) badAsk() error {
	conn, listens, err := l.dial() // want "unclosed: conn .*is never closed"
	if !listens {
		return err
	}
	_, err = io.WriteString(conn, "status")
	return err
}
