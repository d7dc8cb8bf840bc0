package loops

import (
	"context"
	"database/sql"
	"net"
	"strings"
	"sync"
)

// A client has a connection, and calls its handlers as long as that is open.
type client struct {
	conn     net.Conn
	handlers []func(line string)
}

func connect(addr string) (*client, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &client{conn: conn}, nil
}

func (c *client) Close() error { return c.conn.Close() }

func (c *client) Subscribe(f func(line string)) { c.handlers = append(c.handlers, f) }

func (c *client) Each(f func(line string)) {
	for _, line := range strings.Fields(c.conn.RemoteAddr().String()) {
		f(line)
	}
}

type stream interface {
	Subscribe(f func(line string))
	Publish(line string) error
}

type onClient struct {
	name    string
	publish func(line string) error
	client  *client
}

func (s *onClient) Publish(line string) error { return s.publish(s.name + line) }

func (s *onClient) Subscribe(f func(line string)) { s.client.Subscribe(f) }

func (c *client) publish(line string) error {
	_, err := c.conn.Write([]byte(line))
	return err
}

func (c *client) Stream(name string) stream {
	s := &onClient{name: name, client: c}
	s.publish = c.publish
	return s
}

func connectStream(addr string) (*client, stream, error) {
	c, err := connect(addr)
	if err != nil {
		return nil, nil, err
	}
	return c, c.Stream("all"), nil
}

// What arrives is counted until the function ends.
func goodSubscribers(addrs []string) (n int, err error) {
	for _, addr := range addrs {
		c, err := connect(addr)
		if err != nil {
			return 0, err
		}
		defer c.Close()
		c.Subscribe(func(string) { n++ })
	}
	return n, waitForEnd()
}

// What came with the client has the func.
func goodStreamSubscribers(addrs []string) (n int, err error) {
	for _, addr := range addrs {
		c, s, err := connectStream(addr)
		if err != nil {
			return 0, err
		}
		defer c.Close()
		s.Subscribe(func(string) { n++ })
	}
	return n, waitForEnd()
}

// Goroutines publish on it.
func goodStreamGoroutines(addrs []string) error {
	var all sync.WaitGroup
	for _, addr := range addrs {
		c, s, err := connectStream(addr)
		if err != nil {
			return err
		}
		defer c.Close()
		all.Add(1)
		go func(s stream) {
			defer all.Done()
			s.Publish("hello")
		}(s)
	}
	all.Wait()
	return nil
}

// So do these, which share the variable.
func goodStreamShared(addrs []string) error {
	done := make(chan error, len(addrs))
	for _, addr := range addrs {
		c, s, err := connectStream(addr)
		if err != nil {
			return err
		}
		defer c.Close()
		go func() { done <- s.Publish("hello") }()
	}
	return <-done
}

// The func is called at once.
func badEach(addrs []string) (n int, err error) {
	for _, addr := range addrs {
		c, err := connect(addr)
		if err != nil {
			return 0, err
		}
		defer c.Close() // want "deferloop: c "
		c.Each(func(string) { n++ })
	}
	return n, nil
}

// What came with it is used in the round only.
func badStreamInRound(addrs []string) error {
	for _, addr := range addrs {
		c, s, err := connectStream(addr)
		if err != nil {
			return err
		}
		defer c.Close() // want "deferloop: c "
		if err := s.Publish("hello"); err != nil {
			return err
		}
	}
	return nil
}

// The goroutine has another.
func badOtherGoroutine(addrs []string) error {
	done := make(chan error, len(addrs))
	for _, addr := range addrs {
		c, s, err := connectStream(addr)
		if err != nil {
			return err
		}
		defer c.Close() // want "deferloop: c "
		go func() { done <- waitForEnd() }()
		if err := s.Publish("hello"); err != nil {
			return err
		}
	}
	return <-done
}

// The func is another's to call.
func badOthersFunc(addrs []string, of *client) (n int, err error) {
	for _, addr := range addrs {
		c, err := connect(addr)
		if err != nil {
			return 0, err
		}
		defer c.Close() // want "deferloop: c "
		of.Subscribe(func(string) { n++ })
	}
	return n, nil
}

// The connection calls it at once.
func badRaw(ctx context.Context, dbs []*sql.DB) (n int, err error) {
	for _, db := range dbs {
		conn, err := db.Conn(ctx)
		if err != nil {
			return 0, err
		}
		defer conn.Close() // want "deferloop: conn "
		if err := conn.Raw(func(any) error { n++; return nil }); err != nil {
			return 0, err
		}
	}
	return n, nil
}
