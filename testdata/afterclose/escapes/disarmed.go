package escapes

import (
	"database/sql"
	"errors"
	"net"
	"os"
	"sync"
)

// A deferred release that is disarmed once the handle is in other hands.

type slot struct {
	mu    sync.Mutex
	f     *os.File
	db    *sql.DB
	conns []net.Conn
	named map[string]*os.File
}

func (s *slot) Close() error {
	for _, c := range s.conns {
		c.Close()
	}
	for _, f := range s.named {
		f.Close()
	}
	return errors.Join(s.db.Close(), s.f.Close())
}

func (s *slot) flagAfter(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	ok := false
	defer func() {
		if !ok {
			f.Close()
		}
	}()
	if _, err := f.Stat(); err != nil {
		return err
	}
	s.f = f
	ok = true
	return nil
}

func (s *slot) nilAfter(dsn string) error {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return err
	}
	defer func() {
		if db != nil {
			_ = db.Close()
		}
	}()
	if err := db.Ping(); err != nil {
		return err
	}
	s.db = db
	db = nil
	return nil
}

func (s *slot) gathered(addr string) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	keep := false
	defer func() {
		if !keep {
			c.Close()
		}
	}()
	if _, err := c.Write([]byte("hello")); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conns = append(s.conns, c)
	keep = true
	return nil
}

func (s *slot) mapped(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() {
		if f != nil {
			f.Close()
		}
	}()
	if _, err := f.Stat(); err != nil {
		return err
	}
	s.named[name] = f
	f = nil
	return nil
}

func sent(addr string, out chan<- net.Conn, done <-chan struct{}) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	defer func() {
		if c != nil {
			c.Close()
		}
	}()
	select {
	case out <- c:
		c = nil
	case <-done:
	}
	return nil
}

var current *os.File

func global(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	keep := false
	defer func() {
		if !keep {
			f.Close()
		}
	}()
	if _, err := f.Stat(); err != nil {
		return err
	}
	current = f
	keep = true
	return nil
}

// The flag is set on no path that hands it on, or only where it is not.

func (s *slot) neverDisarmed(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	ok := false
	defer func() {
		if !ok {
			f.Close()
		}
	}()
	if _, err := f.Stat(); err != nil {
		ok = true
		return f.Close()
	}
	s.f = f // want "afterclose: f .*is handed on, but a deferred call releases it"
	return nil
}

func sentAnyway(addr string, out chan<- net.Conn) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	defer func() {
		if c != nil {
			c.Close()
		}
	}()
	out <- c // want "afterclose: c .*is handed on, but a deferred call releases it"
	return nil
}
