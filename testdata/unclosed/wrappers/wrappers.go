// Package wrappers puts readers and writers around resources; few of them
// own what they wrap.
package wrappers

import (
	"bufio"
	"compress/gzip"
	"crypto/tls"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/textproto"
	"os"
	"os/exec"
	"strings"
	"time"
)

// The buffered reader borrows; the file is closed by itself.
func goodBuffered(path string) (n int, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	sc := bufio.NewScanner(bufio.NewReaderSize(f, 1<<16))
	for sc.Scan() {
		n++
	}
	return n, sc.Err()
}

// The buffered writer is flushed, which closes nothing.
func badFlushed(path string, lines []string) error {
	f, err := os.Create(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	for _, line := range lines {
		if _, err := w.WriteString(line + "\n"); err != nil {
			return err
		}
	}
	return w.Flush()
}

// The decoder borrows, wrapped in the same expression.
func badDecoded(path string) (map[string]string, error) {
	f, err := os.Open(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return nil, err
	}
	settings := map[string]string{}
	err = json.NewDecoder(bufio.NewReader(f)).Decode(&settings)
	return settings, err
}

// Closing the gzip reader does not close the file below.
func badGzipOnly(path string) ([]byte, error) {
	f, err := os.Open(path) // want "unclosed: f .*is (never|not) closed"
	if err != nil {
		return nil, err
	}
	zr, err := gzip.NewReader(f)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	defer zr.Close()
	return io.ReadAll(zr)
}

// Both the gzip reader and the file are closed.
func goodGzip(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	zr, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	defer zr.Close()
	return io.ReadAll(zr)
}

// gzipFile reads a compressed file and owns both layers.
type gzipFile struct {
	*gzip.Reader
	f *os.File
}

// A wrapper of this package owns what it wraps.
func goodGzipFile(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	zr, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return nil, err
	}
	return &gzipFile{Reader: zr, f: f}, nil
}

func (g *gzipFile) Close() error {
	return errors.Join(g.Reader.Close(), g.f.Close())
}

// The second layer fails and the file below is lost.
func badGzipFile(path string) (io.ReadCloser, error) {
	f, err := os.Open(path) // want "unclosed: f .*is (never|not) closed"
	if err != nil {
		return nil, err
	}
	zr, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return &gzipFile{Reader: zr, f: f}, nil
}

// Two interfaces put together in a literal: the closer is the file.
func goodAnonymousStruct(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{bufio.NewReader(f), f}, nil
}

// The wrapper returned is one that cannot be closed.
func badReturnedReader(path string) (io.Reader, error) {
	f, err := os.Open(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return nil, err
	}
	return bufio.NewReader(f), nil
}

// NopCloser looks like a closer and owes nothing.
func goodNopCloser(text string) ([]byte, error) {
	rc := io.NopCloser(strings.NewReader(text))
	return io.ReadAll(rc)
}

// NopCloser over a file hides its Close.
func badNopCloser(path string) ([]byte, error) {
	f, err := os.Open(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return nil, err
	}
	rc := io.NopCloser(f)
	defer rc.Close()
	return io.ReadAll(rc)
}

// A file or a NopCloser, closed alike.
func goodFileOrNop(path string) ([]byte, error) {
	var rc io.ReadCloser
	if path == "-" {
		rc = io.NopCloser(os.Stdin)
	} else {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		rc = f
	}
	defer rc.Close()
	return io.ReadAll(rc)
}

// tls.Client owns the connection it is given.
func goodTLS(addr string, config *tls.Config) (net.Conn, error) {
	raw, err := net.DialTimeout("tcp", addr, 5*time.Second)
	if err != nil {
		return nil, err
	}
	conn := tls.Client(raw, config)
	if err := conn.Handshake(); err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
}

// The handshake fails and neither layer is closed.
func badTLS(addr string, config *tls.Config) (net.Conn, error) {
	raw, err := net.DialTimeout("tcp", addr, 5*time.Second) // want "unclosed: (raw|conn) .*is (never|not) closed"
	if err != nil {
		return nil, err
	}
	conn := tls.Client(raw, config)
	if err := conn.Handshake(); err != nil {
		return nil, err
	}
	return conn, nil
}

// Unwrapping borrows from the parameter.
func goodUnwrap(conn net.Conn) *net.TCPConn {
	if t, ok := conn.(*tls.Conn); ok {
		conn = t.NetConn()
	}
	tcp, ok := conn.(*net.TCPConn)
	if !ok {
		return nil
	}
	return tcp
}

// The closer is found by a type assertion.
func goodAsserted(path string) ([]byte, error) {
	var src io.Reader = strings.NewReader("default")
	if path != "" {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		src = f
	}
	if c, ok := src.(io.Closer); ok {
		defer c.Close()
	}
	return io.ReadAll(src)
}

// The closer is found by a type switch.
func goodTypeSwitch(path string) (n int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	var src io.Reader = f
	n, err = io.Copy(io.Discard, src)
	switch c := src.(type) {
	case io.Closer:
		err = errors.Join(err, c.Close())
	}
	return n, err
}

// lineReader borrows: it has no Close and its maker keeps the file.
type lineReader struct {
	r *bufio.Reader
}

func newLineReader(r io.Reader) *lineReader { return &lineReader{r: bufio.NewReader(r)} }

func (l *lineReader) next() (string, error) { return l.r.ReadString('\n') }

// A borrowing wrapper of this package, the file closed by itself.
func goodLineReader(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	return newLineReader(f).next()
}

// A borrowing wrapper of this package does not take the file away.
func badLineReader(path string) (string, error) {
	f, err := os.Open(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return "", err
	}
	return newLineReader(f).next()
}

// textproto.NewConn owns the connection: closing it closes both.
func goodTextproto(addr string) (string, error) {
	raw, err := net.Dial("tcp", addr)
	if err != nil {
		return "", err
	}
	conn := textproto.NewConn(raw)
	defer conn.Close()
	return conn.ReadLine()
}

// A csv reader over a multi-reader borrows both files.
func badCSV(header, body string) ([][]string, error) {
	h, err := os.Open(header) // want "unclosed: h .*is never closed"
	if err != nil {
		return nil, err
	}
	b, err := os.Open(body)
	if err != nil {
		return nil, err
	}
	defer b.Close()
	return csv.NewReader(io.MultiReader(h, b)).ReadAll()
}

// A tee borrows both sides, closed together.
func goodTee(from, to string) (err error) {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := os.Create(to)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dst.Close()) }()
	_, err = io.Copy(io.Discard, io.TeeReader(src, dst))
	return err
}

// Wait closes the pipe of a command.
func goodCommandPipe(name string, args ...string) ([]byte, error) {
	cmd := exec.Command(name, args...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(out)
	return data, errors.Join(err, cmd.Wait())
}

// The output file of a command stays with its parent, who closes it.
func goodCommandOutput(path, name string) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	cmd := exec.Command(name)
	cmd.Stdout = f
	return cmd.Run()
}

// timeoutConn wraps and owns: Close is promoted from the embedded interface.
type timeoutConn struct {
	net.Conn
	limit time.Duration
}

func (c *timeoutConn) Read(p []byte) (int, error) {
	if err := c.SetReadDeadline(time.Now().Add(c.limit)); err != nil {
		return 0, err
	}
	return c.Conn.Read(p)
}

func goodEmbeddedInterface(addr string) (net.Conn, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &timeoutConn{Conn: conn, limit: time.Minute}, nil
}

// The wrapped connection is dropped after its greeting.
func badEmbeddedInterface(addr string) (string, error) {
	conn, err := net.Dial("tcp", addr) // want "unclosed: (conn|tc) .*is never closed"
	if err != nil {
		return "", err
	}
	tc := &timeoutConn{Conn: conn, limit: time.Minute}
	return bufio.NewReader(tc).ReadString('\n')
}

// A wrapper around a borrowed connection is no new one.
func (c *timeoutConn) goodBorrowedWrapped() (string, error) {
	short := &timeoutConn{Conn: c.Conn, limit: time.Second}
	return bufio.NewReader(short).ReadString('\n')
}

// closerFunc makes a closer of a function.
type closerFunc func() error

func (fn closerFunc) Close() error { return fn() }

// A function that closes both is returned as a closer.
func goodCloserFunc(path, addr string) (io.Closer, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	go io.Copy(conn, f)
	return closerFunc(func() error {
		return errors.Join(conn.Close(), f.Close())
	}), nil
}

// A function that closes one of the two is returned as a closer.
func badCloserFunc(path, addr string) (io.Closer, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is never closed"
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	if _, err := io.Copy(conn, f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return closerFunc(f.Close), nil
}
