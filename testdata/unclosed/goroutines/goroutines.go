// Package goroutines hands resources to goroutines and through channels.
package goroutines

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"io"
	"log"
	"net"
	"os"
	"sync"

	"golang.org/x/sync/errgroup"
)

// A server: each connection is closed by its goroutine.
func goodServe(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go handle(conn)
	}
}

func handle(conn net.Conn) {
	defer conn.Close()
	sc := bufio.NewScanner(conn)
	for sc.Scan() {
		if _, err := conn.Write(append(sc.Bytes(), '\n')); err != nil {
			return
		}
	}
}

// A server: the goroutine forgets its connection.
func badServe(ln net.Listener) error {
	for {
		conn, err := ln.Accept() // want "unclosed: conn .*is never closed"
		if err != nil {
			return err
		}
		go greet(conn)
	}
}

func greet(conn net.Conn) {
	if _, err := io.WriteString(conn, "hello\n"); err != nil {
		log.Printf("greet %s: %v", conn.RemoteAddr(), err)
	}
}

// A full server turns the connection away and forgets it.
func badTurnedAway(ln net.Listener, slots chan struct{}) error {
	for {
		conn, err := ln.Accept() // want "unclosed: conn .*is not closed"
		if err != nil {
			return err
		}
		select {
		case slots <- struct{}{}:
			go func() {
				defer func() { <-slots }()
				handle(conn)
			}()
		default:
			log.Printf("%s turned away", conn.RemoteAddr())
		}
	}
}

// A full server closes what it turns away.
func goodTurnedAway(ln net.Listener, slots chan struct{}) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		select {
		case slots <- struct{}{}:
			go func() {
				defer func() { <-slots }()
				handle(conn)
			}()
		default:
			conn.Close()
		}
	}
}

// A producer owns the rows until they are read.
func goodProducer(ctx context.Context, db *sql.DB) (<-chan string, error) {
	rows, err := db.QueryContext(ctx, "SELECT name FROM users")
	if err != nil {
		return nil, err
	}
	out := make(chan string)
	go func() {
		defer close(out)
		defer rows.Close()
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				log.Print(err)
				return
			}
			select {
			case out <- name:
			case <-ctx.Done():
				return
			}
		}
		if err := rows.Err(); err != nil {
			log.Print(err)
		}
	}()
	return out, nil
}

// A producer acquires inside its goroutine and leaves when told to.
func badProducer(ctx context.Context, db *sql.DB) <-chan string {
	out := make(chan string)
	go func() {
		defer close(out)
		rows, err := db.Query("SELECT name FROM users") // want "unclosed: rows .*is (never|not) closed"
		if err != nil {
			log.Print(err)
			return
		}
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				rows.Close()
				log.Print(err)
				return
			}
			select {
			case out <- name:
			case <-ctx.Done():
				return
			}
		}
		if err := rows.Err(); err != nil {
			log.Print(err)
		}
	}()
	return out
}

// Sent to whoever works on the queue.
func goodSent(paths []string, queue chan<- *os.File) error {
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		queue <- f
	}
	return nil
}

// The send may lose against the context; then nobody owns the file.
func badSendOrDone(ctx context.Context, paths []string, queue chan<- *os.File) error {
	for _, path := range paths {
		f, err := os.Open(path) // want "unclosed: f .*is (never|not) closed"
		if err != nil {
			return err
		}
		select {
		case queue <- f:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// The send may lose against the context; then it is closed here.
func goodSendOrDone(ctx context.Context, paths []string, queue chan<- *os.File) error {
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		select {
		case queue <- f:
		case <-ctx.Done():
			return errors.Join(ctx.Err(), f.Close())
		}
	}
	return nil
}

// A task of an errgroup owns what it opens.
func goodErrgroup(ctx context.Context, paths []string) error {
	g, _ := errgroup.WithContext(ctx)
	for _, path := range paths {
		g.Go(func() error {
			f, err := os.Open(path)
			if err != nil {
				return err
			}
			defer f.Close()
			_, err = io.Copy(io.Discard, f)
			return err
		})
	}
	return g.Wait()
}

// A task of an errgroup leaves its file on error.
func badErrgroup(ctx context.Context, paths []string) error {
	g, _ := errgroup.WithContext(ctx)
	for _, path := range paths {
		g.Go(func() error {
			f, err := os.Open(path) // want "unclosed: f .*is not closed"
			if err != nil {
				return err
			}
			if _, err := io.Copy(io.Discard, f); err != nil {
				return err
			}
			return f.Close()
		})
	}
	return g.Wait()
}

// Shared by the tasks, closed after they are done.
func goodSharedByTasks(path string, offsets []int64) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	var g errgroup.Group
	for _, off := range offsets {
		g.Go(func() error {
			buf := make([]byte, 512)
			_, err := f.ReadAt(buf, off)
			return err
		})
	}
	return g.Wait()
}

// Shared by the tasks, closed only if they all succeed.
func badSharedByTasks(path string, offsets []int64) error {
	f, err := os.Open(path) // want "unclosed: f .*is not closed"
	if err != nil {
		return err
	}
	var g errgroup.Group
	for _, off := range offsets {
		g.Go(func() error {
			buf := make([]byte, 512)
			_, err := f.ReadAt(buf, off)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return f.Close()
}

// The goroutine closes when the context ends.
func goodClosedOnDone(ctx context.Context, addr string) (net.Conn, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	go func() {
		<-ctx.Done()
		conn.Close()
	}()
	return conn, nil
}

// context.AfterFunc closes when the context ends.
func goodAfterFunc(ctx context.Context, addr string, w io.Writer) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	context.AfterFunc(ctx, func() { conn.Close() })
	_, err = io.Copy(w, conn)
	return err
}

// WaitGroup.Go runs the closure that closes.
func goodWaitGroupGo(paths []string) {
	var wg sync.WaitGroup
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			log.Print(err)
			continue
		}
		wg.Go(func() {
			defer f.Close()
			if _, err := io.Copy(io.Discard, f); err != nil {
				log.Print(err)
			}
		})
	}
	wg.Wait()
}

// The goroutine that would close is started on one branch only.
func badStartedOnOneBranch(addr string, background bool) error {
	conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is not closed"
	if err != nil {
		return err
	}
	if background {
		go handle(conn)
		return nil
	}
	_, err = io.WriteString(conn, "ping\n")
	return err
}

// A worker takes its connection as an argument of a literal.
func goodLiteralArgument(addr string, in <-chan []byte) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	go func(c net.Conn) {
		defer c.Close()
		for msg := range in {
			if _, err := c.Write(msg); err != nil {
				return
			}
		}
	}(conn)
	return nil
}

// A worker reconnects and drops the broken connection without closing it.
func badReconnect(addr string, in <-chan []byte) {
	go func() {
		var conn net.Conn
		for msg := range in {
			if conn == nil {
				c, err := net.Dial("tcp", addr) // want "unclosed: c .*is (never|not) closed"
				if err != nil {
					log.Print(err)
					continue
				}
				conn = c
			}
			if _, err := conn.Write(msg); err != nil {
				log.Print(err)
				conn = nil
			}
		}
		if conn != nil {
			conn.Close()
		}
	}()
}

// A worker closes the broken connection before it reconnects.
func goodReconnect(addr string, in <-chan []byte) {
	go func() {
		var conn net.Conn
		for msg := range in {
			if conn == nil {
				c, err := net.Dial("tcp", addr)
				if err != nil {
					log.Print(err)
					continue
				}
				conn = c
			}
			if _, err := conn.Write(msg); err != nil {
				log.Print(err)
				conn.Close()
				conn = nil
			}
		}
		if conn != nil {
			conn.Close()
		}
	}()
}

// The pump copies one way per goroutine; both ends are closed by the caller.
func goodPump(addr string, client net.Conn) error {
	backend, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	defer backend.Close()
	done := make(chan error, 2)
	go func() { _, err := io.Copy(backend, client); done <- err }()
	go func() { _, err := io.Copy(client, backend); done <- err }()
	return <-done
}

// The first dial to answer wins; the others are closed as they arrive.
func goodRace(ctx context.Context, addrs []string) (net.Conn, error) {
	results := make(chan net.Conn)
	stop := make(chan struct{})
	defer close(stop)
	for _, addr := range addrs {
		go func() {
			conn, err := net.Dial("tcp", addr)
			if err != nil {
				return
			}
			select {
			case results <- conn:
			case <-stop:
				conn.Close()
			}
		}()
	}
	select {
	case conn := <-results:
		return conn, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// The dials that come second are never closed.
func badRace(addrs []string, results chan<- net.Conn, stop <-chan struct{}) {
	for _, addr := range addrs {
		go func() {
			conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is (never|not) closed"
			if err != nil {
				return
			}
			select {
			case results <- conn:
			case <-stop:
				log.Printf("%s came second", addr)
			}
		}()
	}
}

// The goroutine closes by a deferred func, however early it leaves.
func goodGoroutineLeavesEarly(path string, dst io.Writer) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	go func() {
		defer func() { f.Close() }()
		if _, err := f.Stat(); err != nil {
			return
		}
		io.Copy(dst, f)
	}()
	return nil
}

// It closes only at its end.
func badGoroutineLeavesEarly(path string, dst io.Writer) {
	go func() {
		f, err := os.Open(path) // want "unclosed: f .*is not closed"
		if err != nil {
			return
		}
		if _, err := f.Stat(); err != nil {
			return
		}
		io.Copy(dst, f)
		f.Close()
	}()
}
