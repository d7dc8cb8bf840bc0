// Package lib stands for the other packages of a station: what its functions
// do with a resource is known in field through facts alone.
package lib

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"reflect"
	"runtime"
	"sync"
)

// LogFailure runs do and logs its error.
func LogFailure(ctx context.Context, do func() error) {
	if err := do(); err != nil {
		slog.ErrorContext(ctx, "cleanup failed", "err", err)
	}
}

// LogPending tells what is still to be done, and does not do it.
func LogPending(ctx context.Context, do func() error) {
	name := runtime.FuncForPC(reflect.ValueOf(do).Pointer()).Name()
	slog.DebugContext(ctx, "cleanup pending", "func", name)
}

// Sender is what a Service needs of a connection: it cannot close.
type Sender interface {
	Write(p []byte) (int, error)
	RemoteAddr() net.Addr
}

// Service sends readings.
type Service struct{ out Sender }

// NewService keeps out.
func NewService(out Sender) *Service { return &Service{out: out} }

// Send sends one reading.
func (s *Service) Send(celsius float64) error {
	if _, err := fmt.Fprintf(s.out, "%.1f\n", celsius); err != nil {
		return fmt.Errorf("send to %v: %w", s.out.RemoteAddr(), err)
	}
	return nil
}

// Frontend routes what its listener accepts.
type Frontend struct {
	ln     net.Listener
	routes map[string]http.Handler
}

// Route adds a handler.
func (f *Frontend) Route(prefix string, h http.Handler) { f.routes[prefix] = h }

// Serve answers until the listener is closed.
func (f *Frontend) Serve(h http.Handler) error { return http.Serve(f.ln, h) }

// Close closes the listener.
func (f *Frontend) Close() error { return f.ln.Close() }

// Listen returns a frontend and the listener in it.
func Listen(addr string) (*Frontend, net.Listener, error) {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, nil, err
	}
	return &Frontend{ln: ln, routes: map[string]http.Handler{}}, ln, nil
}

// Wire frames the lines of a connection.
type Wire struct {
	conn net.Conn
	r    *bufio.Reader
}

// NewWire takes the connection.
func NewWire(conn net.Conn) *Wire { return &Wire{conn: conn, r: bufio.NewReader(conn)} }

// Line reads one line.
func (w *Wire) Line() (string, error) { return w.r.ReadString('\n') }

// Close closes the connection.
func (w *Wire) Close() error { return w.conn.Close() }

// Feed reads a wire in a goroutine of its own.
type Feed struct {
	wire  *Wire
	lines chan string
	once  sync.Once
}

// NewFeed starts to read; the wire is closed at the end of the stream or by
// Close, whichever comes first.
func NewFeed(w *Wire) *Feed {
	f := &Feed{wire: w, lines: make(chan string)}
	go f.loop()
	return f
}

func (f *Feed) loop() {
	defer close(f.lines)
	defer f.shut()
	for {
		line, err := f.wire.Line()
		if err != nil {
			return
		}
		f.lines <- line
	}
}

func (f *Feed) shut() {
	f.once.Do(func() {
		if err := f.wire.Close(); err != nil {
			log.Printf("close wire: %v", err)
		}
	})
}

// Lines is closed at the end of the stream.
func (f *Feed) Lines() <-chan string { return f.lines }

// Close ends the feed.
func (f *Feed) Close() error {
	f.shut()
	return nil
}

// Options say where a Logger writes to.
type Options struct {
	Out    io.WriteCloser
	Prefix string
}

// Logger owns its output.
type Logger struct{ opts *Options }

// NewLogger keeps the options and what is in them.
func NewLogger(opts *Options) *Logger {
	if opts.Prefix == "" {
		opts.Prefix = "station"
	}
	return &Logger{opts: opts}
}

// Printf writes one line.
func (l *Logger) Printf(format string, args ...any) error {
	_, err := fmt.Fprintf(l.opts.Out, l.opts.Prefix+": "+format+"\n", args...)
	return err
}

// Close closes the output.
func (l *Logger) Close() error { return l.opts.Out.Close() }

// Closers is a stack of functions to run at the end.
type Closers struct {
	mu    sync.Mutex
	funcs []func() error
}

// Add puts a function that cannot fail on the stack.
func (c *Closers) Add(f func()) {
	c.AddWithError(func() error {
		f()
		return nil
	})
}

// AddWithError puts a function on the stack.
func (c *Closers) AddWithError(f func() error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.funcs = append(c.funcs, f)
}

// CloseAll runs all functions, the last one first.
func (c *Closers) CloseAll() (err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := len(c.funcs) - 1; i >= 0; i-- {
		err = errors.Join(err, c.funcs[i]())
	}
	c.funcs = nil
	return err
}

// Printer prints to Out.
type Printer struct{ Out io.Writer }

// SetOutput keeps w for all that is printed from now on.
func (p *Printer) SetOutput(w io.Writer) { p.Out = w }

var printer = &Printer{}

// SetOutput sets where everything is printed to.
func SetOutput(w io.Writer) { printer.SetOutput(w) }
