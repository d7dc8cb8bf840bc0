// Package filled has objects that own nothing until a method opens something
// into them.
package filled

import (
	"context"
	"errors"
	"fmt"
	"net"

	"example.com/cases/unclosed/filled/lib"
)

func badConnect(ctx context.Context, addr string) error {
	b := lib.NewBuoy(addr)
	if err := b.Connect(ctx); err != nil { // want "unclosed: b .*Buoy.* is never closed"
		return err
	}
	return b.Send("hello")
}

func goodConnect(ctx context.Context, addr string) error {
	b := lib.NewBuoy(addr)
	if err := b.Connect(ctx); err != nil {
		return err
	}
	defer b.Close()
	return b.Send("hello")
}

// The deferred call stands before there is anything to close.
func goodDeferredBefore(ctx context.Context, addr string) error {
	b := lib.NewBuoy(addr)
	defer b.Close()
	if err := b.Connect(ctx); err != nil {
		return err
	}
	return b.Send("hello")
}

func goodClosureBefore(ctx context.Context, addr string) error {
	b := lib.NewBuoy(addr)
	defer func() { b.Close() }()
	if err := b.Connect(ctx); err != nil {
		return err
	}
	return b.Send("hello")
}

// What is deferred before says something and closes nothing.
func badDeferredSends(ctx context.Context, addr string) error {
	b := lib.NewBuoy(addr)
	defer b.Send("bye")
	if err := b.Connect(ctx); err != nil { // want "unclosed: b .*is never closed"
		return err
	}
	return b.Send("hello")
}

// It is closed if all goes well, and not if the greeting fails.
func badGreet(ctx context.Context, addr string) error {
	b := lib.NewBuoy(addr)
	if err := b.Greet(ctx); err != nil { // want "unclosed: b .*: b.Greet may fail after it has opened something into it"
		return err
	}
	defer b.Close()
	return b.Send("how are you")
}

func goodGreet(ctx context.Context, addr string) error {
	b := lib.NewBuoy(addr)
	defer b.Close()
	if err := b.Greet(ctx); err != nil {
		return err
	}
	return b.Send("how are you")
}

// Others have it, and see to it.
func goodLaunched(ctx context.Context, addr string) error {
	return lib.Launch(addr).Connect(ctx)
}

// A method that ends what there was may be called at any time.
func goodReconnect(addr string) error {
	b := lib.NewBuoy(addr)
	return b.Reconnect()
}

func retry(try func() error) error {
	for range 3 {
		if try() == nil {
			return nil
		}
	}
	return errors.New("no success")
}

func badConnectRetried(ctx context.Context, addr string) error {
	b := lib.NewBuoy(addr)
	if err := retry(func() error { return b.Connect(ctx) }); err != nil { // want "unclosed: b .*is never closed"
		return err
	}
	return b.Send("hello")
}

func goodConnectRetried(ctx context.Context, addr string) error {
	b := lib.NewBuoy(addr)
	if err := retry(func() error { return b.Connect(ctx) }); err != nil {
		return err
	}
	defer b.Close()
	return b.Send("hello")
}

type siren struct {
	conn net.Conn
	on   bool
}

func (s *siren) open(addr string) (err error) {
	s.conn, err = net.Dial("tcp", addr)
	return err
}

func (s *siren) wail() error {
	_, err := s.conn.Write([]byte("WAIL"))
	return err
}

func (s *siren) Close() error { return s.conn.Close() }

// A constructor owes what it is about to return if it then returns an error.
func badNewSiren(addr string) (*siren, error) {
	s := &siren{on: true}
	if err := s.open(addr); err != nil { // want "unclosed: s .*is not closed on every path"
		return nil, err
	}
	if err := s.wail(); err != nil {
		return nil, err
	}
	return s, nil
}

func goodNewSiren(addr string) (*siren, error) {
	s := &siren{on: true}
	if err := s.open(addr); err != nil {
		return nil, err
	}
	if err := s.wail(); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// And its caller owes it.
func badNewed(addr string) error {
	s, err := goodNewSiren(addr) // want "unclosed: s .*is never closed"
	if err != nil {
		return err
	}
	return s.wail()
}

func goodNewed(addr string) error {
	s, err := goodNewSiren(addr)
	if err != nil {
		return err
	}
	return errors.Join(s.wail(), s.Close())
}

var sirens = map[string]*siren{}

func goodKept(addr string) error {
	s := &siren{}
	if err := s.open(addr); err != nil {
		return err
	}
	sirens[addr] = s
	return nil
}

func goodKeptBefore(addr string) error {
	s := &siren{}
	sirens[addr] = s
	return s.open(addr)
}

func goodLentBefore(addr string, with func(*siren)) error {
	s := &siren{}
	with(s)
	return s.open(addr)
}

// A field may be closed by those who can reach it.
func goodFieldClosed(addr string) error {
	s := &siren{}
	if err := s.open(addr); err != nil {
		return err
	}
	defer s.conn.Close()
	return s.wail()
}

// listener ends what it has opened by itself.
type listener struct{ conn net.Conn }

func (l *listener) start(addr string) (err error) {
	if l.conn, err = net.Dial("tcp", addr); err != nil {
		return err
	}
	go l.listen()
	return nil
}

func (l *listener) listen() {
	defer l.conn.Close()
	for {
		if _, err := l.conn.Read(make([]byte, 1)); err != nil {
			return
		}
	}
}

func (l *listener) Close() error { return l.conn.Close() }

func goodEndsItself(addr string) error {
	l := &listener{}
	return l.start(addr)
}

// sender only uses it in the goroutine.
type sender struct{ conn net.Conn }

func (s *sender) start(addr string) (err error) {
	if s.conn, err = net.Dial("tcp", addr); err != nil {
		return err
	}
	go s.send()
	return nil
}

func (s *sender) send() {
	for {
		if _, err := s.conn.Write([]byte("beep")); err != nil {
			return
		}
	}
}

func (s *sender) Close() error { return s.conn.Close() }

func badStarted(addr string) error {
	s := &sender{}
	return s.start(addr) // want "unclosed: s .*is never closed"
}

func goodStarted(addr string) error {
	s := &sender{}
	if err := s.start(addr); err != nil {
		return err
	}
	return s.Close()
}

// member tells others that it has opened something.
type member struct{ conn net.Conn }

var members []*member

func (m *member) join(addr string) (err error) {
	m.conn, err = net.Dial("tcp", addr)
	members = append(members, m)
	return err
}

func (m *member) Close() error { return m.conn.Close() }

func goodJoined(addr string) error {
	m := &member{}
	return m.join(addr)
}

// pager opens what a closure names that captures it.
type pager struct {
	addr string
	conn net.Conn
}

func dialAgain(dial func() (net.Conn, error)) (conn net.Conn, err error) {
	for range 3 {
		if conn, err = dial(); err == nil {
			return conn, nil
		}
	}
	return nil, err
}

func (p *pager) Connect() (int, error) {
	conn, err := dialAgain(func() (net.Conn, error) { return net.Dial("tcp", p.addr) })
	if err != nil {
		return 0, err
	}
	p.conn = conn
	return len(p.addr), nil
}

func (p *pager) Close() error { return p.conn.Close() }

func badPager() error {
	p := &pager{addr: ":444"}
	_, err := p.Connect() // want "unclosed: p .*is never closed"
	return err
}

func goodPager() error {
	p := &pager{addr: ":444"}
	if _, err := p.Connect(); err != nil {
		return err
	}
	return p.Close()
}

// Others get it after it was opened.
func badPrintedAfter(ctx context.Context, addr string) error {
	b := lib.NewBuoy(addr)
	if err := retry(func() error { return b.Connect(ctx) }); err != nil { // want "unclosed: b .*is never closed"
		return err
	}
	fmt.Println("connected", b)
	return nil
}

// Here they have it before: they may be meant to close it.
func goodHandedBefore(ctx context.Context, addr string, watch func(any)) error {
	b := lib.NewBuoy(addr)
	watch(b)
	return retry(func() error { return b.Connect(ctx) })
}

// beacon says hello as soon as it is connected, which may fail.
type beacon struct{ conn net.Conn }

func (b *beacon) light(addr string) (err error) {
	if b.conn, err = net.Dial("tcp", addr); err != nil {
		return err
	}
	_, err = b.conn.Write([]byte("LIGHT"))
	return err
}

func (b *beacon) Close() error { return b.conn.Close() }

// Nobody has the beacon whose light has failed.
func badNewBeacon(addr string) (*beacon, error) {
	b := &beacon{}
	if err := b.light(addr); err != nil { // want "unclosed: b .*is not closed on every path: b.light may fail after it has opened something into it"
		return nil, err
	}
	return b, nil
}

func goodNewBeacon(addr string) (*beacon, error) {
	b := &beacon{}
	if err := b.light(addr); err != nil {
		b.Close()
		return nil, err
	}
	return b, nil
}

// The caller gets it all the same.
func goodHalfBeacon(addr string) (*beacon, error) {
	b := &beacon{}
	err := b.light(addr)
	return b, err
}

// torch puts itself out if it fails.
type torch struct{ conn net.Conn }

func (t *torch) light(addr string) (err error) {
	if t.conn, err = net.Dial("tcp", addr); err != nil {
		return err
	}
	if _, err = t.conn.Write([]byte("LIGHT")); err != nil {
		t.conn.Close()
	}
	return err
}

func (t *torch) Close() error { return t.conn.Close() }

func goodNewTorch(addr string) (*torch, error) {
	t := &torch{}
	if err := t.light(addr); err != nil {
		return nil, err
	}
	return t, nil
}

func badConnectInLoop(ctx context.Context, addrs []string) error {
	for _, addr := range addrs {
		b := lib.NewBuoy(addr)
		if err := b.Connect(ctx); err != nil { // want "unclosed: b .*is never closed"
			return err
		}
		if err := b.Send("hello"); err != nil {
			return err
		}
	}
	return nil
}

func goodConnectInLoop(ctx context.Context, addrs []string) error {
	for _, addr := range addrs {
		b := &siren{}
		if err := b.open(addr); err != nil {
			return err
		}
		err := b.wail()
		if err := errors.Join(err, b.Close()); err != nil {
			return err
		}
	}
	return nil
}

func goodGathered(ctx context.Context, addrs []string) error {
	var all []*lib.Buoy
	defer func() {
		for _, b := range all {
			b.Close()
		}
	}()
	for _, addr := range addrs {
		b := lib.NewBuoy(addr)
		if err := b.Connect(ctx); err != nil {
			return err
		}
		all = append(all, b)
	}
	return nil
}

func badGathered(ctx context.Context, addrs []string) ([]*lib.Buoy, error) {
	var all []*lib.Buoy
	for _, addr := range addrs {
		b := lib.NewBuoy(addr)
		if err := b.Connect(ctx); err != nil { // want "unclosed: b .*is not closed on every path"
			return nil, err
		}
		all = append(all, b)
	}
	return all, nil
}

// It is tried again until it succeeds.
func goodTriedAgain(ctx context.Context, addr string) error {
	b := lib.NewBuoy(addr)
	for ctx.Err() == nil {
		if err := b.Connect(ctx); err == nil {
			defer b.Close()
			return b.Send("hello")
		}
	}
	return ctx.Err()
}
