// Package loops defers releases in loops of every form.
package loops

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

var errNotFound = errors.New("not found")

func countLines(r io.Reader) (n int, err error) {
	s := bufio.NewScanner(r)
	for s.Scan() {
		n++
	}
	return n, s.Err()
}

// A range over names: all files stay open until the last is read.
func badRange(paths []string) (total int, err error) {
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return 0, err
		}
		defer f.Close() // want "deferloop: f "
		n, err := countLines(f)
		if err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// A loop with a counter.
func badCounted(dir string, parts int) (size int64, err error) {
	for i := 0; i < parts; i++ {
		f, err := os.Open(filepath.Join(dir, fmt.Sprintf("part-%03d", i)))
		if err != nil {
			return 0, err
		}
		defer f.Close() // want "deferloop: f "
		info, err := f.Stat()
		if err != nil {
			return 0, err
		}
		size += info.Size()
	}
	return size, nil
}

// A range over a number.
func badRangeInt(ctx context.Context, addr string, probes int) error {
	var dialer net.Dialer
	for range probes {
		conn, err := dialer.DialContext(ctx, "tcp", addr)
		if err != nil {
			return err
		}
		defer conn.Close() // want "deferloop: conn "
		if _, err := conn.Write([]byte("PING\r\n")); err != nil {
			return err
		}
	}
	return nil
}

// A range over a channel may never end.
func badRangeChannel(jobs <-chan string) {
	for path := range jobs {
		f, err := os.Open(path)
		if err != nil {
			log.Print(err)
			continue
		}
		defer f.Close() // want "deferloop: f "
		n, err := countLines(f)
		log.Print(path, n, err)
	}
}

// A range over an iterator: a defer in its body waits for the function too.
func badRangeFunc(paths iter.Seq[string]) (total int, err error) {
	for path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return 0, err
		}
		defer f.Close() // want "deferloop: f "
		n, err := countLines(f)
		if err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// The accept loop ends with the listener only.
func badEndless(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		defer conn.Close() // want "deferloop: conn "
		if _, err := io.WriteString(conn, "220 ready\r\n"); err != nil {
			log.Print(err)
		}
	}
}

// The inner loop opens, the function ends after the outer one.
func badNested(dirs map[string][]string) error {
	for dir, names := range dirs {
		for _, name := range names {
			f, err := os.Open(filepath.Join(dir, name))
			if err != nil {
				return err
			}
			defer f.Close() // want "deferloop: f "
			if _, err := io.Copy(io.Discard, f); err != nil {
				return err
			}
		}
	}
	return nil
}

// A loop made of goto.
func badGoto(ctx context.Context, addr string) error {
	var dialer net.Dialer
retry:
	conn, err := dialer.DialContext(ctx, "tcp", addr)
	if err != nil {
		return err
	}
	defer conn.Close() // want "deferloop: conn "
	if _, err := conn.Write([]byte("HELLO\r\n")); err != nil {
		time.Sleep(time.Second)
		goto retry
	}
	return nil
}

// The defer stands under a condition.
func badConditional(paths []string) (total int, err error) {
	for _, path := range paths {
		if strings.HasSuffix(path, ".log") {
			f, err := os.Open(path)
			if err != nil {
				return 0, err
			}
			defer f.Close() // want "deferloop: f "
			n, err := countLines(f)
			if err != nil {
				return 0, err
			}
			total += n
		}
	}
	return total, nil
}

// Only the right answer leaves the loop.
func badRetry(client *http.Client, req *http.Request) (int64, error) {
	for range 3 {
		resp, err := client.Do(req)
		if err != nil {
			return 0, err
		}
		defer resp.Body.Close() // want "deferloop: resp"
		if resp.StatusCode == http.StatusOK {
			return io.Copy(io.Discard, resp.Body)
		}
		time.Sleep(time.Second)
	}
	return 0, errNotFound
}

// One branch breaks, the other one goes on.
func badBreaksSometimes(paths []string, want int) (string, error) {
	found := ""
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return "", err
		}
		defer f.Close() // want "deferloop: f "
		n, err := countLines(f)
		if err != nil {
			return "", err
		}
		if n == want {
			found = path
			break
		}
	}
	return found, nil
}

// continue of the outer loop leaves the inner one, not the function.
func badContinueOuter(groups [][]string) (firsts []string, err error) {
next:
	for _, group := range groups {
		for _, path := range group {
			f, err := os.Open(path)
			if err != nil {
				continue
			}
			defer f.Close() // want "deferloop: f "
			firsts = append(firsts, f.Name())
			continue next
		}
		return nil, errNotFound
	}
	return firsts, nil
}

// The worker is a function with a loop of its own.
func badWorker(jobs <-chan string, done chan<- struct{}) {
	go func() {
		defer close(done)
		for path := range jobs {
			f, err := os.Open(path)
			if err != nil {
				log.Print(err)
				continue
			}
			defer f.Close() // want "deferloop: f "
			if _, err := countLines(f); err != nil {
				log.Print(err)
			}
		}
	}()
}

// A case of a select in an endless loop.
func badSelect(ctx context.Context, jobs <-chan string) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case path := <-jobs:
			f, err := os.Open(path)
			if err != nil {
				return err
			}
			defer f.Close() // want "deferloop: f "
			if _, err := countLines(f); err != nil {
				return err
			}
		}
	}
}
