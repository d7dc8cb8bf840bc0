package field

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"

	"example.com/cases/unclosed/field/lib"
)

// The service keeps the connection as something that cannot be closed: who
// owns it cannot be told.
func goodKeptWithoutClose(addr string) (*lib.Service, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("station %s: %w", addr, err)
	}
	return lib.NewService(conn), nil
}

// The service never sees the connection.
func badKeptByNobody(addr string, fallback lib.Sender) (*lib.Service, error) {
	conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is never closed"
	if err != nil {
		return lib.NewService(fallback), nil
	}
	if _, err := io.WriteString(conn, "HELLO\n"); err != nil {
		return nil, err
	}
	return lib.NewService(fallback), nil
}

// The frontend holds the listener, which therefore has a name too many.
func goodListenerInFrontend(addr string, h http.Handler) error {
	front, _, err := lib.Listen(addr)
	if err != nil {
		return err
	}
	defer front.Close()
	front.Route("/readings", h)
	return front.Serve(h)
}

// The frontend goes to the caller, and the listener in it.
func goodFrontendReturned(addr string) (*lib.Frontend, error) {
	front, _, err := lib.Listen(addr)
	if err != nil {
		return nil, err
	}
	front.Route("/", http.NotFoundHandler())
	return front, nil
}

// The listener is closed in place of the frontend around it.
func goodFrontendByListener(addr string, h http.Handler) error {
	front, ln, err := lib.Listen(addr)
	if err != nil {
		return err
	}
	defer ln.Close()
	return front.Serve(h)
}

// Neither the frontend nor the listener is kept.
func badListenerDropped(addr string) error {
	_, _, err := lib.Listen(addr) // want "unclosed: .*lib.Listen .*"
	return err
}

// The options carry the file into the logger, whose Close closes it.
func goodFileInOptions(path string) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	l := lib.NewLogger(&lib.Options{Out: f})
	defer l.Close()
	return l.Printf("started")
}

// The options carry the file into the logger, which the caller gets.
func goodFileInOptionsReturned(path string) (*lib.Logger, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	opts := &lib.Options{Out: f, Prefix: "roof"}
	return lib.NewLogger(opts), nil
}

// The options carry the file into a logger that nobody closes.
func badFileInOptions(path string) error {
	f, err := os.Create(path) // want "unclosed: (f|l) .*is never closed"
	if err != nil {
		return err
	}
	l := lib.NewLogger(&lib.Options{Out: f})
	return l.Printf("started")
}

// The method value goes on the stack of another package.
func goodClosersStack(cs *lib.Closers, addr string) (net.Listener, error) {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	cs.AddWithError(ln.Close)
	return ln, nil
}

// The method value goes on the stack, the listener no further.
func goodClosersStackOnly(cs *lib.Closers, addr string) error {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	cs.AddWithError(ln.Close)
	return greetAll(ln)
}

func greetAll(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		err = greet(conn)
		if err := errors.Join(err, conn.Close()); err != nil {
			return err
		}
	}
}

// The stack closes the metrics listener and not that of the stations.
func badClosersStack(cs *lib.Closers, addr string) error {
	metrics, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	cs.AddWithError(metrics.Close)
	ln, err := net.Listen("tcp", ":7070") // want "unclosed: ln .*is never closed"
	if err != nil {
		return err
	}
	return greetAll(ln)
}

type option func(*hub)

// hub has options that open things and say how to close them.
type hub struct {
	closeables lib.Closers
	out        io.Writer
}

func withJournal(f *os.File) option {
	return func(h *hub) {
		h.out = f
		h.closeables.AddWithError(f.Close)
	}
}

func newHub(opts ...option) *hub {
	h := &hub{out: io.Discard}
	for _, opt := range opts {
		opt(h)
	}
	return h
}

func (h *hub) note(s string) error {
	_, err := io.WriteString(h.out, s+"\n")
	return err
}

func (h *hub) Close() error { return h.closeables.CloseAll() }

// The option puts the method value of the file on the hub's stack.
func goodOptionClosers(path string) (*hub, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return newHub(withJournal(f)), nil
}

// The hub is opened without the option, and the file is lost.
func badOptionForgotten(path string) (*hub, error) {
	f, err := os.Create(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return nil, err
	}
	h := newHub()
	return h, h.note("journal in " + f.Name())
}

// The log goes there as long as the program runs.
func goodLogFile(path string) error {
	out, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	lib.SetOutput(out)
	return nil
}

// Nothing is kept of what is only written to.
func badLogLine(path string) error {
	out, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644) // want "unclosed: out .*is never closed"
	if err != nil {
		return err
	}
	_, err = io.WriteString(out, "started\n")
	return err
}
