// Package lib has objects that open what they need when they are told to.
package lib

import (
	"context"
	"net"
)

// A Buoy sends measurements over a connection of its own.
type Buoy struct {
	addr string
	conn net.Conn
}

// NewBuoy opens nothing yet.
func NewBuoy(addr string) *Buoy { return &Buoy{addr: addr} }

// Connect opens the connection.
func (b *Buoy) Connect(ctx context.Context) error {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", b.addr)
	if err != nil {
		return err
	}
	b.conn = conn
	return nil
}

// Greet opens the connection and uses it.
func (b *Buoy) Greet(ctx context.Context) error {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", b.addr)
	if err != nil {
		return err
	}
	b.conn = conn
	return b.Send("hello")
}

// Reconnect ends the former connection.
func (b *Buoy) Reconnect() (err error) {
	if b.conn != nil {
		b.conn.Close()
	}
	b.conn, err = net.Dial("tcp", b.addr)
	return err
}

// Send uses the connection.
func (b *Buoy) Send(text string) error {
	_, err := b.conn.Write([]byte(text))
	return err
}

// Close ends the connection.
func (b *Buoy) Close() error { return b.conn.Close() }

var fleet []*Buoy

// Launch returns one that the fleet has, too.
func Launch(addr string) *Buoy {
	b := &Buoy{addr: addr}
	fleet = append(fleet, b)
	return b
}

// Recall closes all.
func Recall() {
	for _, b := range fleet {
		b.Close()
	}
}
