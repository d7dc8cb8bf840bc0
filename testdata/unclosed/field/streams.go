package field

import (
	"log"
	"net"

	"example.com/cases/unclosed/field/lib"
)

// The feed around a wire around the connection is handed to a goroutine.
func goodFeedInGoroutine(addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	feed := lib.NewFeed(lib.NewWire(conn))
	go func() {
		defer feed.Close()
		for line := range feed.Lines() {
			log.Print(line)
		}
	}()
	return nil
}

// The feed goes to the caller.
func goodFeedReturned(addr string) (*lib.Feed, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return lib.NewFeed(lib.NewWire(conn)), nil
}

// The wire is left, which has no goroutine that would close it.
func badWireDropped(addr string) (string, error) {
	conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is never closed"
	if err != nil {
		return "", err
	}
	return lib.NewWire(conn).Line()
}

// ticker is a feed of this package.
type ticker struct {
	wire *lib.Wire
	last string
}

func newTicker(w *lib.Wire) *ticker {
	t := &ticker{wire: w}
	go t.loop()
	return t
}

func (t *ticker) loop() {
	defer t.wire.Close()
	for {
		line, err := t.wire.Line()
		if err != nil {
			return
		}
		t.last = line
	}
}

func (t *ticker) Close() error { return t.wire.Close() }

// The goroutine of the constructor's making closes at the end of the stream.
func goodTickerInGoroutine(addr string, stop <-chan struct{}) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	t := newTicker(lib.NewWire(conn))
	go func() {
		<-stop
		if err := t.Close(); err != nil {
			log.Print(err)
		}
	}()
	return nil
}

// dialTicker hands the ticker to its caller.
func dialTicker(addr string) (*ticker, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return newTicker(lib.NewWire(conn)), nil
}

// The caller has the ticker and stops it.
func goodTickerDialed(addr string, stop <-chan struct{}) error {
	t, err := dialTicker(addr)
	if err != nil {
		return err
	}
	<-stop
	return t.Close()
}

// Not even the wire is made: the connection is left.
func badTickerNeverMade(addr string, quiet bool) (*ticker, error) {
	conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is not closed"
	if err != nil {
		return nil, err
	}
	if quiet {
		return nil, nil
	}
	return newTicker(lib.NewWire(conn)), nil
}

// dial is a ticker whose goroutine reads and leaves the closing to Close.
type dial struct {
	wire *lib.Wire
	last string
}

func newDial(w *lib.Wire) *dial {
	d := &dial{wire: w}
	go d.loop()
	return d
}

func (d *dial) loop() {
	for {
		line, err := d.wire.Line()
		if err != nil {
			return
		}
		d.last = line
	}
}

func (d *dial) Close() error { return d.wire.Close() }

// The goroutine of the constructor's making only reads, and the dial is
// dropped.
func badDialDropped(addr string) error {
	conn, err := net.Dial("tcp", addr) // want "unclosed: (conn|d) .*"
	if err != nil {
		return err
	}
	d := newDial(lib.NewWire(conn))
	log.Print(d.last)
	return nil
}

// The goroutine of the constructor's making only reads, and the dial is closed
// by another goroutine.
func goodDialInGoroutine(addr string, stop <-chan struct{}) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	d := newDial(lib.NewWire(conn))
	go func() {
		defer d.Close()
		<-stop
	}()
	return nil
}
