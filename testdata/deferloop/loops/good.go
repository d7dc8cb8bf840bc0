package loops

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// The loop body is a function literal, called once an iteration.
func goodLiteral(paths []string) (total int, err error) {
	for _, path := range paths {
		err := func() error {
			f, err := os.Open(path)
			if err != nil {
				return err
			}
			defer f.Close()
			n, err := countLines(f)
			total += n
			return err
		}()
		if err != nil {
			return 0, err
		}
	}
	return total, nil
}

// The literal has a name.
func goodNamedLiteral(paths []string) error {
	check := func(path string) error {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		_, err = countLines(f)
		return err
	}
	for _, path := range paths {
		if err := check(path); err != nil {
			return err
		}
	}
	return nil
}

func countFile(path string) (int, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	return countLines(f)
}

// The loop body is a function.
func goodFunction(paths []string) (total int, err error) {
	for _, path := range paths {
		n, err := countFile(path)
		if err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// Each iteration closes by itself, without a defer.
func goodClosedEachTime(paths []string) (total int, err error) {
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return 0, err
		}
		n, err := countLines(f)
		if err := errors.Join(err, f.Close()); err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// The first file that opens is the last.
func goodReturnsAfter(candidates []string) (int, error) {
	for _, path := range candidates {
		f, err := os.Open(path)
		if err != nil {
			continue
		}
		defer f.Close()
		return countLines(f)
	}
	return 0, errNotFound
}

// After the defer all paths leave the function.
func goodReturnsOnAllPaths(ctx context.Context, addrs []string) (string, error) {
	var dialer net.Dialer
	for _, addr := range addrs {
		conn, err := dialer.DialContext(ctx, "tcp", addr)
		if err != nil {
			log.Printf("%s: %v", addr, err)
			continue
		}
		defer conn.Close()
		var banner [64]byte
		n, err := conn.Read(banner[:])
		if err != nil {
			return "", err
		}
		return string(banner[:n]), nil
	}
	return "", errNotFound
}

// After the defer all paths leave the loop.
func goodBreaksAfter(candidates []string) (lines int, err error) {
	var config *os.File
	for _, path := range candidates {
		f, err := os.Open(path)
		if err != nil {
			continue
		}
		defer f.Close()
		config = f
		break
	}
	if config == nil {
		return 0, errNotFound
	}
	return countLines(config)
}

// The break leaves the outer loop as well.
func goodBreaksOuter(groups [][]string) (name string) {
search:
	for _, group := range groups {
		for _, path := range group {
			f, err := os.Open(path)
			if err != nil {
				continue
			}
			defer f.Close()
			name = f.Name()
			break search
		}
	}
	return name
}

// What is tried again is closed before; what is deferred is returned from.
func goodRetryCloses(client *http.Client, req *http.Request) (int64, error) {
	for range 3 {
		resp, err := client.Do(req)
		if err != nil {
			return 0, err
		}
		if resp.StatusCode >= http.StatusInternalServerError {
			resp.Body.Close()
			time.Sleep(time.Second)
			continue
		}
		defer resp.Body.Close()
		return io.Copy(io.Discard, resp.Body)
	}
	return 0, errNotFound
}

// The goroutine is a function of its own.
func goodGoroutine(paths []string) {
	var wg sync.WaitGroup
	for _, path := range paths {
		wg.Add(1)
		go func() {
			defer wg.Done()
			f, err := os.Open(path)
			if err != nil {
				log.Print(err)
				return
			}
			defer f.Close()
			n, err := countLines(f)
			log.Print(path, n, err)
		}()
	}
	wg.Wait()
}

func goodGroup(paths []string) error {
	var g errgroup.Group
	for _, path := range paths {
		g.Go(func() error {
			f, err := os.Open(path)
			if err != nil {
				return err
			}
			defer f.Close()
			_, err = countLines(f)
			return err
		})
	}
	return g.Wait()
}

func serve(conn net.Conn) {
	defer conn.Close()
	if _, err := io.WriteString(conn, "220 ready\r\n"); err != nil {
		log.Print(err)
	}
}

// The handler closes the connection that the loop accepts.
func goodHandler(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go serve(conn)
	}
}

// The defer stands before the loop.
func goodOutside(path string, rounds int) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	for range rounds {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return err
		}
		if _, err := countLines(f); err != nil {
			return err
		}
	}
	return nil
}

// All files are wanted at once; one deferred loop closes them.
func goodAllAtOnce(paths []string, dst io.Writer) error {
	var files []*os.File
	defer func() {
		for _, f := range files {
			f.Close()
		}
	}()
	var readers []io.Reader
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		files = append(files, f)
		readers = append(readers, f)
	}
	_, err := io.Copy(dst, io.MultiReader(readers...))
	return err
}

// What is deferred in the loop releases nothing.
func goodNoResource(stages []string) {
	start := time.Now()
	for _, stage := range stages {
		defer log.Print("stage planned: ", stage)
	}
	log.Print(len(stages), " stages after ", time.Since(start))
}

// The loop is in WalkDir, which calls the literal.
func goodCallback(root string) (total int, err error) {
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		n, err := countLines(f)
		total += n
		return err
	})
	return total, err
}

// The loop waits for the file and is over when it has one.
func goodWaits(path string) (n int, err error) {
	for {
		f, err := os.Open(path)
		if errors.Is(err, fs.ErrNotExist) {
			time.Sleep(time.Second)
			continue
		}
		if err != nil {
			return 0, err
		}
		defer f.Close()
		return countLines(f)
	}
}
