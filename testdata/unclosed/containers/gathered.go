package containers

import (
	"errors"
	"fmt"
	"net"
	"os"
)

// The loop has no condition: what is gathered is known at its head.
func goodGatheredForever(l net.Listener) {
	conns := make([]net.Conn, 0, 10)
	for {
		c, err := l.Accept()
		if err != nil {
			break
		}
		conns = append(conns, c)
	}
	for _, c := range conns {
		c.Close()
	}
}

// The loop counts.
func goodGatheredCounting(n int) error {
	var files []*os.File
	for i := range n {
		f, err := os.Create(fmt.Sprint("file", i))
		if err != nil {
			closeFiles(files)
			return err
		}
		files = append(files, f)
	}
	for range 100 {
		for _, f := range files {
			fmt.Fprintln(f, "line")
		}
	}
	closeFiles(files)
	return nil
}

// What was gathered before is lost when an accept fails.
func badGatheredForever(l net.Listener) error {
	var conns []net.Conn
	for {
		c, err := l.Accept() // want "unclosed: c .*is not closed"
		if err != nil {
			return err
		}
		if conns = append(conns, c); len(conns) == 10 {
			break
		}
	}
	for _, c := range conns {
		c.Close()
	}
	return nil
}

// Nobody looks at what was gathered.
func badGatheredCounting() error {
	var files []*os.File
	for i := range 10 {
		f, err := os.Create(fmt.Sprint("file", i)) // want "unclosed: f .*is (never|not) closed"
		if err != nil {
			return err
		}
		files = append(files, f)
	}
	fmt.Println(len(files))
	return nil
}

// Only the last one is kept, and closed.
func badLastOfMany(l net.Listener) {
	var last net.Conn
	for {
		c, err := l.Accept() // want "unclosed: c .*is not closed"
		if err != nil {
			break
		}
		last = c
	}
	if last != nil {
		last.Close()
	}
}

// A set of open files by name, which are closed together or one by one.
type set map[string]*os.File

func (s set) Close() error {
	var errs []error
	for _, f := range s {
		errs = append(errs, f.Close())
	}
	return errors.Join(errs...)
}

func openSet(names ...string) (set, error) {
	s := make(set)
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return nil, errors.Join(err, s.Close())
		}
		s[name] = f
	}
	return s, nil
}

func goodSetAtOnce() error {
	s, err := openSet("a", "b")
	if err != nil {
		return err
	}
	return s.Close()
}

func goodSetOneByOne() error {
	s, err := openSet("a", "b")
	if err != nil {
		return err
	}
	return errors.Join(s["a"].Close(), s["b"].Close())
}

func goodSetInLoop() error {
	s, err := openSet("a", "b")
	if err != nil {
		return err
	}
	for _, f := range s {
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

func badSetOnlyRead() (n int64, err error) {
	s, err := openSet("a", "b") // want "unclosed: s .*is never closed"
	if err != nil {
		return 0, err
	}
	for _, f := range s {
		info, err := f.Stat()
		if err != nil {
			return 0, err
		}
		n += info.Size()
	}
	return n, nil
}
