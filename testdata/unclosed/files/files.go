// Package files has what the operating system hands out: files, pipes,
// listeners, connections.
package files

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"time"
)

// A temporary file is removed but not closed.
func badTempRemoved(data []byte) (string, error) {
	f, err := os.CreateTemp("", "probe-*") // want "unclosed: f .*is never closed"
	if err != nil {
		return "", err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(data); err != nil {
		return "", err
	}
	return filepath.Base(f.Name()), nil
}

// A temporary file is closed and removed.
func goodTempRemoved(data []byte) (name string, err error) {
	f, err := os.CreateTemp("", "probe-*")
	if err != nil {
		return "", err
	}
	defer func() {
		err = errors.Join(err, f.Close(), os.Remove(f.Name()))
	}()
	if _, err := f.Write(data); err != nil {
		return "", err
	}
	return filepath.Base(f.Name()), nil
}

// Both ends of a pipe are closed.
func goodPipe(text string) (string, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return "", err
	}
	defer r.Close()
	_, err = io.WriteString(w, text+"\n")
	if err := errors.Join(err, w.Close()); err != nil {
		return "", err
	}
	return bufio.NewReader(r).ReadString('\n')
}

// Only the writing end of a pipe is closed.
func badPipe(text string) (string, error) {
	r, w, err := os.Pipe() // want "unclosed: r .*is never closed"
	if err != nil {
		return "", err
	}
	_, err = io.WriteString(w, text+"\n")
	if err := errors.Join(err, w.Close()); err != nil {
		return "", err
	}
	return bufio.NewReader(r).ReadString('\n')
}

// The file descriptor leaves, the file does not.
func badDescriptor(path string) (uintptr, error) {
	f, err := os.Open(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return 0, err
	}
	return f.Fd(), nil
}

// A lock file is held as long as the process lives: a package variable.
func goodLockFile(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("another process is running: %w", err)
	}
	lockFile = f
	_, err = fmt.Fprintln(f, os.Getpid())
	return err
}

var lockFile *os.File

// Standard output is replaced for the rest of the process.
func goodRedirected(path string) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	os.Stdout = f
	return nil
}

// The log goes on writing to the file it was given.
func goodLogOutput(path string) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	log.SetOutput(f)
	return nil
}

// The log goes on writing to it through what writes to others, too.
func goodLogBoth(path string) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	log.SetOutput(io.MultiWriter(os.Stderr, f))
	return nil
}

func goodLogger(path string, verbose bool) (*slog.Logger, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	var w io.Writer = f
	if verbose {
		w = io.MultiWriter(f, os.Stderr)
	}
	return slog.New(slog.NewTextHandler(w, nil)), nil
}

// What writes to it and to another one does not close it.
func badTeed(path string, r io.Reader) error {
	f, err := os.Create(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return err
	}
	_, err = io.Copy(io.MultiWriter(os.Stderr, f), r)
	return err
}

// Closed before the process ends badly, or not: it ends.
func goodExit(path string) []byte {
	f, err := os.Open(path)
	if err != nil {
		log.Fatal(err)
	}
	data, err := io.ReadAll(f)
	if err != nil {
		log.Fatalf("read %s: %v", path, err)
	}
	f.Close()
	return data
}

// A directory is opened to be synced.
func badSyncDir(dir string) error {
	d, err := os.Open(dir) // want "unclosed: d .*is never closed"
	if err != nil {
		return err
	}
	if err := d.Sync(); err != nil {
		return fmt.Errorf("sync %s: %w", dir, err)
	}
	return nil
}

// A directory is opened, synced, closed.
func goodSyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	return errors.Join(err, d.Close())
}

// http.Serve closes the listener.
func goodServe(addr string, h http.Handler) error {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	log.Printf("listening on %s", ln.Addr())
	return http.Serve(ln, h)
}

// A free port is found by listening on it; the listener stays.
func badFreePort() (int, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0") // want "unclosed: ln .*is never closed"
	if err != nil {
		return 0, err
	}
	return ln.Addr().(*net.TCPAddr).Port, nil
}

// A free port is found by listening on it.
func goodFreePort() (int, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer ln.Close()
	return ln.Addr().(*net.TCPAddr).Port, nil
}

// The first packet decides whether the connection is kept.
func badSniffed(ln net.Listener) (net.Conn, error) {
	conn, err := ln.Accept() // want "unclosed: conn .*is not closed"
	if err != nil {
		return nil, err
	}
	var first [4]byte
	if _, err := io.ReadFull(conn, first[:]); err != nil {
		conn.Close()
		return nil, err
	}
	if string(first[:]) != "PING" {
		return nil, fmt.Errorf("unexpected %q", first)
	}
	return conn, nil
}

// The first packet decides; the connection is closed if it is not kept.
func goodSniffed(ln net.Listener) (net.Conn, error) {
	conn, err := ln.Accept()
	if err != nil {
		return nil, err
	}
	var first [4]byte
	if _, err := io.ReadFull(conn, first[:]); err != nil {
		conn.Close()
		return nil, err
	}
	if string(first[:]) != "PING" {
		conn.Close()
		return nil, fmt.Errorf("unexpected %q", first)
	}
	return conn, nil
}

// A deadline cannot be set and the connection is lost.
func badDeadline(addr string) (net.Conn, error) {
	var d net.Dialer
	conn, err := d.Dial("tcp", addr) // want "unclosed: conn .*is (never|not) closed"
	if err != nil {
		return nil, err
	}
	if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		return nil, err
	}
	return conn, nil
}

// A file of an fs.FS is closed.
func goodFS(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// A file from a root directory is closed, and so is the root.
func goodRoot(dir, name string) ([]byte, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// A file from a root directory stays open.
func badRoot(root *os.Root, name string) ([]byte, error) {
	f, err := root.Open(name) // want "unclosed: f .*is never closed"
	if err != nil {
		return nil, err
	}
	return io.ReadAll(f)
}

// A finalizer of our own closes the file.
func goodAddCleanup(path string) (*index, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	ix := &index{path: path}
	runtime.AddCleanup(ix, func(f *os.File) { f.Close() }, f)
	return ix, nil
}

type index struct{ path string }

// The copy of a listener's descriptor is one more file.
func badListenerFile(ln *net.TCPListener) (string, error) {
	f, err := ln.File() // want "unclosed: f .*is never closed"
	if err != nil {
		return "", err
	}
	return f.Name(), nil
}

// Appended, and closed only if the size is as it should be.
func badSizeChecked(path string, line string) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) // want "unclosed: f .*is not closed"
	if err != nil {
		return err
	}
	n, err := f.WriteString(line)
	if err == nil && n == len(line) {
		return f.Close()
	}
	return errors.Join(err, io.ErrShortWrite)
}

// The copied file is closed before it is renamed, on every path.
func goodCopyRename(src io.Reader, target string) (err error) {
	tmp := target + ".part"
	f, err := os.Create(tmp)
	if err != nil {
		return err
	}
	if _, err = io.Copy(f, src); err == nil {
		err = f.Chmod(0o644)
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(tmp))
	}
	return os.Rename(tmp, target)
}
