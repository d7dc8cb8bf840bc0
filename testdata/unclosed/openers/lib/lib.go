// Package lib holds drivers by name.
package lib

import (
	"errors"
	"fmt"
)

// Session is what a driver hands out.
type Session interface {
	Run(cmd string) error
	Close() error
}

// Driver opens sessions.
type Driver interface {
	OpenSession(addr string) (Session, error)
	Current() (Session, error)
}

// ErrUnknown is for drivers that are not there.
var ErrUnknown = errors.New("unknown driver")

// Registry finds drivers.
type Registry struct {
	Drivers map[string]Driver
	dial    func(addr string) (Session, error)
}

// Open opens a session with the driver of that name.
func (r *Registry) Open(name, addr string) (Session, error) {
	d, ok := r.Drivers[name]
	if !ok {
		return nil, fmt.Errorf("%w %q", ErrUnknown, name)
	}
	return d.OpenSession(addr)
}

// Dial opens a session without a driver.
func (r *Registry) Dial(addr string) (Session, error) { return r.dial(addr) }

// Ping leaves the session open when it does not answer.
func (r *Registry) Ping(d Driver, addr string) (Session, error) {
	s, err := d.OpenSession(addr) // want "unclosed: s .lib.Session. is not closed on every path"
	if err != nil {
		return nil, err
	}
	if err := s.Run("PING"); err != nil {
		return nil, err
	}
	return s, nil
}

// Runner runs commands until there are no more.
type Runner struct {
	name    string
	session Session
}

// NewRunner takes the session.
func NewRunner(name string, s Session) *Runner { return &Runner{name: name, session: s} }

// Run closes the session when it is done.
func (r *Runner) Run(cmds []string) {
	defer func() {
		if err := r.session.Close(); err != nil {
			fmt.Println(r.name, err)
		}
	}()
	for _, cmd := range cmds {
		if r.session.Run(cmd) != nil {
			return
		}
	}
}

// Last returns the name.
func (r *Runner) Last() string { return r.name }
