package lsp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/leakvet/leakvet/analyzer"
)

// Options say how the server checks packages.
type Options struct {
	Tool       string           // the executable that go vet runs for every package
	ConfigFile string           // read in place of the module's
	Config     *analyzer.Config // goes over the configuration file
	Tags       string           // build tags, as in the go command
	Tests      bool             // whether to check the _test.go files

	// Delay is how long the server waits after an edit for another one. The zero
	// value is the default.
	Delay time.Duration
}

// defaultDelay is shorter than the time between two keys of somebody who types fast:
// what the run costs is not worth more waiting, as the next edit ends it.
const defaultDelay = 40 * time.Millisecond

// ErrNoShutdown says that the client left without the protocol's farewell.
var ErrNoShutdown = errors.New("the client ended without a shutdown request")

// A server serves one client.
type server struct {
	opts Options
	temp string // a directory for its files
	rpc  *jsonrpc2.Conn
	ctx  context.Context    // ends with the server
	end  context.CancelFunc // ends the server
	jobs sync.WaitGroup     // all its goroutines

	mu       sync.Mutex // guards what follows, and all that belongs to it
	phase    phase
	closed   bool // whether nothing may begin any more
	client   clientCapabilities
	encoding encoding
	settings settings
	buffers  map[string]*buffer                 // by path
	packages map[string]*pkg                    // by directory: those with open files
	modules  map[string]*module                 // by root
	requests map[jsonrpc2.ID]context.CancelFunc // that wait
	served   chan struct{}                      // closed when the turn of the last message is over
	progress map[string]context.CancelFunc
	counter  int // for names
}

// A phase is a part of the protocol's life cycle.
type phase int

const (
	fresh phase = iota
	initialized
	shutDown
)

// Serve serves a client on the two streams until it says goodbye or goes.
func Serve(ctx context.Context, opts Options, in io.Reader, out io.WriteCloser) error {
	s, err := newServer(ctx, opts)
	if err != nil {
		return err
	}
	return s.serve(in, out)
}

func newServer(ctx context.Context, opts Options) (*server, error) {
	temp, err := makeTemp()
	if err != nil {
		return nil, err
	}
	if opts.Delay == 0 {
		opts.Delay = defaultDelay
	}
	s := &server{
		opts:     opts,
		temp:     temp,
		encoding: utf16Encoding,
		buffers:  make(map[string]*buffer),
		packages: make(map[string]*pkg),
		modules:  make(map[string]*module),
		requests: make(map[jsonrpc2.ID]context.CancelFunc),
		served:   make(chan struct{}),
		progress: make(map[string]context.CancelFunc),
	}
	close(s.served)
	s.ctx, s.end = context.WithCancel(ctx)
	return s, nil
}

func (s *server) serve(in io.Reader, out io.WriteCloser) error {
	s.mu.Lock() // until the connection is there, which may have a message at once
	s.rpc = jsonrpc2.NewConn(s.ctx, jsonrpc2.NewBufferedStream(streams{in, out}, jsonrpc2.VSCodeObjectCodec{}), s)
	s.job(sweep)
	s.mu.Unlock()
	go func() {
		defer s.end()
		<-s.rpc.DisconnectNotify() // whatever ended the stream, the client is gone
	}()
	<-s.ctx.Done()
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.jobs.Wait()
	return errors.Join(s.farewell(), os.RemoveAll(s.temp))
}

// streams are the two of a connection.
type streams struct {
	io.Reader
	io.WriteCloser
}

// farewell returns the error that the server ends with.
func (s *server) farewell() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.phase == shutDown {
		return nil
	}
	return ErrNoShutdown
}

// job runs a function in the background. s.mu is held.
func (s *server) job(f func()) {
	if s.closed {
		return
	}
	s.jobs.Go(func() {
		defer s.recover("a background job")
		f()
	})
}

// newName returns the name of a file or directory that nobody else uses. s.mu is held.
func (s *server) newName(kind string) string {
	s.counter++
	return filepath.Join(s.temp, fmt.Sprint(kind, "-", s.counter))
}
