package helpers

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"
	"sync"
)

// isText looks at the header, which remains.
func isText(resp *http.Response) bool {
	return resp.StatusCode == http.StatusOK && resp.Header.Get("Content-Type") == "text/plain"
}

// More is read from the body.
func hasMore(resp *http.Response) bool {
	n, _ := resp.Body.Read(make([]byte, 1))
	return n > 0
}

func goodAsksHeader(url string) (string, error) {
	resp, err := http.Get(url)
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(resp.Body)
	if err := errors.Join(err, resp.Body.Close()); err != nil {
		return "", err
	}
	if !isText(resp) {
		return "", errors.New("no text")
	}
	return string(text), nil
}

func badAsksBody(url string) (string, error) {
	resp, err := http.Get(url)
	if err != nil {
		return "", err
	}
	text := make([]byte, 10)
	_, err = io.ReadFull(resp.Body, text)
	if err := errors.Join(err, resp.Body.Close()); err != nil {
		return "", err
	}
	if hasMore(resp) { // want "afterclose: resp "
		return "", errors.New("too long")
	}
	return string(text), nil
}

// publish asks for the name only.
func publish(f *os.File, path string) error { return os.Rename(f.Name(), path) }

// seal writes to it.
func seal(f *os.File, path string) error {
	if _, err := f.WriteString("\n"); err != nil {
		return err
	}
	return publish(f, path)
}

func goodAsksName(data []byte, path string) error {
	f, err := os.CreateTemp("", "data-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return publish(f, path)
}

func badSeals(data []byte, path string) error {
	f, err := os.CreateTemp("", "data-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return seal(f, path) // want "afterclose: f "
}

// An encoder ends what it writes by Close, and begins anew by Reset.
type encoder interface {
	io.WriteCloser
	Reset(io.Writer)
}

var encoders struct {
	mu   sync.Mutex
	idle []encoder
}

func newEncoder(w io.Writer) encoder {
	encoders.mu.Lock()
	defer encoders.mu.Unlock()
	n := len(encoders.idle) - 1
	e := encoders.idle[n]
	encoders.idle = encoders.idle[:n]
	e.Reset(w)
	return e
}

func putEncoder(e encoder) {
	encoders.mu.Lock()
	defer encoders.mu.Unlock()
	encoders.idle = append(encoders.idle, e)
}

// What Reset makes new may be put back after its Close.
func goodPutBack(data []byte) ([]byte, error) {
	var b bytes.Buffer
	e := newEncoder(&b)
	_, err := e.Write(data)
	if err := errors.Join(err, e.Close()); err != nil {
		return nil, err
	}
	putEncoder(e)
	return b.Bytes(), nil
}
