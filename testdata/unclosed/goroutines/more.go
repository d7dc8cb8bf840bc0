package goroutines

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

// The greeting fails before the goroutine gets the connection.
func badBeforeGo(addr string) error {
	conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is (never|not) closed"
	if err != nil {
		return err
	}
	if _, err := io.WriteString(conn, "HELLO\n"); err != nil {
		return err
	}
	go handle(conn)
	return nil
}

// The greeting fails: closed here, else by the goroutine.
func goodBeforeGo(addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(conn, "HELLO\n"); err != nil {
		conn.Close()
		return err
	}
	go handle(conn)
	return nil
}

// A worker per connection; the first bad job ends it without a Close.
func badWorkers(ctx context.Context, db *sql.DB, jobs <-chan string) error {
	g, ctx := errgroup.WithContext(ctx)
	for range 4 {
		g.Go(func() error {
			conn, err := db.Conn(context.Background()) // want "unclosed: conn .*is not closed"
			if err != nil {
				return err
			}
			for job := range jobs {
				if _, err := conn.ExecContext(ctx, job); err != nil {
					return fmt.Errorf("%s: %w", job, err)
				}
			}
			return conn.Close()
		})
	}
	return g.Wait()
}

// A worker per connection that is closed by defer.
func goodWorkers(ctx context.Context, db *sql.DB, jobs <-chan string) error {
	g, ctx := errgroup.WithContext(ctx)
	for range 4 {
		g.Go(func() error {
			conn, err := db.Conn(context.Background())
			if err != nil {
				return err
			}
			defer conn.Close()
			for job := range jobs {
				if _, err := conn.ExecContext(ctx, job); err != nil {
					return fmt.Errorf("%s: %w", job, err)
				}
			}
			return nil
		})
	}
	return g.Wait()
}

// The result of a goroutine is a struct with the file or an error.
type opened struct {
	f   *os.File
	err error
}

// The receiver closes what it was sent.
func goodSentStruct(path string) (int64, error) {
	ch := make(chan opened, 1)
	go func() {
		f, err := os.Open(path)
		ch <- opened{f: f, err: err}
	}()
	res := <-ch
	if res.err != nil {
		return 0, res.err
	}
	defer res.f.Close()
	return res.f.Seek(0, io.SeekEnd)
}

// A message that is too long is not answered, nor the connection closed.
func badLongMessage(ln net.Listener) {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return
		}
		go func() {
			f, err := os.CreateTemp("", "message-*") // want "unclosed: f .*is not closed"
			if err != nil {
				log.Print(err)
				conn.Close()
				return
			}
			defer conn.Close()
			n, err := io.Copy(f, io.LimitReader(conn, 1<<20))
			if err != nil || n == 1<<20 {
				log.Printf("message of %s: %d bytes, %v", conn.RemoteAddr(), n, err)
				return
			}
			f.Close()
		}()
	}
}

// A heartbeat that stops with the context and leaves its connection.
func badHeartbeat(ctx context.Context, addr string) {
	go func() {
		conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is never closed"
		if err != nil {
			log.Print(err)
			return
		}
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				if _, err := io.WriteString(conn, "beat\n"); err != nil {
					return
				}
			case <-ctx.Done():
				return
			}
		}
	}()
}

// A heartbeat that closes its connection when it stops.
func goodHeartbeat(ctx context.Context, addr string) {
	go func() {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			log.Print(err)
			return
		}
		defer conn.Close()
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				if _, err := io.WriteString(conn, "beat\n"); err != nil {
					return
				}
			case <-ctx.Done():
				return
			}
		}
	}()
}

// A non-blocking send drops the file when the queue is full.
func badFullQueue(paths []string, queue chan<- *os.File) error {
	for _, path := range paths {
		f, err := os.Open(path) // want "unclosed: f .*is (never|not) closed"
		if err != nil {
			return err
		}
		select {
		case queue <- f:
		default:
			log.Printf("queue is full, %s is left out", path)
		}
	}
	return nil
}

// A reader goroutine borrows; the function waits for it and does not close.
func badWaited(addr string) (line string, err error) {
	conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is not closed"
	if err != nil {
		return "", err
	}
	lines := make(chan string, 1)
	go func() {
		defer close(lines)
		if s, err := bufio.NewReader(conn).ReadString('\n'); err == nil {
			lines <- s
		}
	}()
	line, ok := <-lines
	if !ok {
		return "", errors.New("peer hung up")
	}
	return line, conn.Close()
}
