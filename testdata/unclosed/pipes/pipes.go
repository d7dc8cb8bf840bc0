// Package pipes has two ends of one thing: a goroutine that writes to one waits for
// ever if nobody reads from the other, or closes it.
package pipes

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
)

type reading struct{ Value int }

func check(r *reading) error {
	if r == nil {
		return errors.New("no reading")
	}
	return nil
}

type queue interface{ Put(r io.Reader) error }

// The reading is looked at when the goroutine writes already.
func badChecked(r *reading, dst io.Writer) error {
	pr, pw := io.Pipe() // want "unclosed: pr .*PipeReader.* is not closed on every path: it stays open when err != nil: what writes to the other end waits for ever"
	go func() {
		pw.CloseWithError(json.NewEncoder(pw).Encode(r))
	}()
	if err := check(r); err != nil {
		return err
	}
	_, err := io.Copy(dst, pr)
	return err
}

// No goroutine waits yet.
func goodCheckedBefore(r *reading, dst io.Writer) error {
	pr, pw := io.Pipe()
	if err := check(r); err != nil {
		return err
	}
	go func() {
		pw.CloseWithError(json.NewEncoder(pw).Encode(r))
	}()
	_, err := io.Copy(dst, pr)
	return err
}

func goodDeferred(r *reading, dst io.Writer) error {
	pr, pw := io.Pipe()
	defer pr.Close()
	go func() {
		pw.CloseWithError(json.NewEncoder(pw).Encode(r))
	}()
	if err := check(r); err != nil {
		return err
	}
	_, err := io.Copy(dst, pr)
	return err
}

func goodClosedWithError(r *reading, dst io.Writer) error {
	pr, pw := io.Pipe()
	go func() {
		pw.CloseWithError(json.NewEncoder(pw).Encode(r))
	}()
	if err := check(r); err != nil {
		pr.CloseWithError(err)
		return err
	}
	_, err := io.Copy(dst, pr)
	return err
}

// A goroutine of a group writes.
func badGroup(r *reading, wg *sync.WaitGroup) ([]byte, error) {
	pr, pw := io.Pipe() // want "unclosed: pr .*PipeReader.* is not closed on every path"
	wg.Go(func() {
		pw.CloseWithError(json.NewEncoder(pw).Encode(r))
	})
	if err := check(r); err != nil {
		return nil, err
	}
	return io.ReadAll(pr)
}

func goodGroup(r *reading, wg *sync.WaitGroup) ([]byte, error) {
	pr, pw := io.Pipe()
	wg.Go(func() {
		pw.CloseWithError(json.NewEncoder(pw).Encode(r))
	})
	return io.ReadAll(pr)
}

func encode(w *io.PipeWriter, r *reading) { w.CloseWithError(json.NewEncoder(w).Encode(r)) }

func badNamed(r *reading) error {
	pr, pw := io.Pipe() // want "unclosed: pr .*PipeReader.* is not closed on every path"
	go encode(pw, r)
	if err := check(r); err != nil {
		return err
	}
	_, err := bufio.NewReader(pr).ReadString('\n')
	return err
}

// What is read in part may be all that there is.
func goodNamed(r *reading) error {
	pr, pw := io.Pipe()
	go encode(pw, r)
	var got reading
	if err := json.NewDecoder(pr).Decode(&got); err != nil {
		return err
	}
	return check(&got)
}

// The writer closes what is read, too.
func goodBoth(r *reading) error {
	pr, pw := io.Pipe()
	go func() {
		defer pr.Close()
		pw.CloseWithError(json.NewEncoder(pw).Encode(r))
	}()
	return check(r)
}

// The client closes what it sends; a request that is not made sends nothing.
func badRequest(ctx context.Context, c *http.Client, url string, r *reading) error {
	pr, pw := io.Pipe() // want "unclosed: pr .*PipeReader.* is not closed on every path: it stays open when err != nil"
	go encode(pw, r)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, pr)
	if err != nil {
		return err
	}
	resp, err := c.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func goodRequest(ctx context.Context, c *http.Client, url string, r *reading) error {
	pr, pw := io.Pipe()
	go encode(pw, r)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, pr)
	if err != nil {
		pr.CloseWithError(err)
		return err
	}
	resp, err := c.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func badRequestFile(url, path string) (*http.Request, error) {
	f, err := os.Open(path) // want "unclosed: f .*is not closed on every path"
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequest(http.MethodPut, url, f)
	if err != nil {
		return nil, err
	}
	return req, nil
}

// It fails with the request, and there is nobody else to close the file.
func goodRequestFile(url, path string) (*http.Request, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequest(http.MethodPut, url, f)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return req, nil
}

// Compress returns what is in r, compressed.
func compress(r io.Reader) io.ReadCloser {
	pr, pw := io.Pipe()
	go func() {
		w := gzip.NewWriter(pw)
		_, err := io.Copy(w, r)
		pw.CloseWithError(errors.Join(err, w.Close()))
	}()
	return pr
}

func badCompressed(ctx context.Context, url string, r io.Reader) (*http.Request, error) {
	body := compress(r) // want "unclosed: body .*is not closed on every path"
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, body)
	if err != nil {
		return nil, err
	}
	return req, nil
}

func badCompressedUnused(r io.Reader, done bool) error {
	body := compress(r) // want "unclosed: body .*is not closed on every path"
	if done {
		return nil
	}
	_, err := io.Copy(io.Discard, body)
	return err
}

func goodCompressed(dst io.Writer, r io.Reader) error {
	_, err := io.Copy(dst, compress(r))
	return err
}

func goodCompressedRead(r io.Reader) (int, error) {
	body := compress(r)
	var head [8]byte
	return body.Read(head[:])
}

func goodCompressedFor(q queue, r io.Reader) error { return q.Put(compress(r)) }

// Others read.
type sender struct{ body io.Reader }

func (s *sender) send(q queue) error { return q.Put(s.body) }

func goodKept(r *reading) *sender {
	pr, pw := io.Pipe()
	s := &sender{body: pr}
	go encode(pw, r)
	return s
}

func goodSent(q queue, r *reading) error {
	pr, pw := io.Pipe()
	go encode(pw, r)
	s := &sender{body: pr}
	return s.send(q)
}

type framed struct {
	*io.PipeReader
	n int
}

func goodFramed(r *reading) *framed {
	pr, pw := io.Pipe()
	go encode(pw, r)
	return &framed{pr, 0}
}

func goodGiven(q queue, r *reading) error {
	pr, pw := io.Pipe()
	go encode(pw, r)
	if err := q.Put(pr); err != nil {
		return err
	}
	return check(r)
}

// The other end is read by the goroutine.
func goodReadThere(dst io.Writer, r *reading) error {
	pr, pw := io.Pipe()
	done := make(chan error, 1)
	go func() {
		_, err := io.Copy(dst, pr)
		done <- err
	}()
	encode(pw, r)
	return <-done
}

// Nobody waits: there is no goroutine.
func goodAlone() (*io.PipeReader, *io.PipeWriter) {
	return io.Pipe()
}

// Body hides what is to be closed.
func body(r io.Reader, compressed bool) io.Reader {
	if compressed {
		return compress(r)
	}
	return r
}

func encoded(r io.Reader, text string, compressed bool) io.Reader {
	if text == "" {
		return nil
	}
	var body io.Reader = strings.NewReader(text)
	if compressed {
		return compress(body)
	}
	return body
}

func badHidden(url, text string, compressed bool) (*http.Request, error) {
	body := encoded(nil, text, compressed) // want "unclosed: body .*io.Reader.* is not closed on every path"
	req, err := http.NewRequest(http.MethodPost, url, body)
	if err != nil {
		return nil, err
	}
	return req, nil
}

func goodHidden(dst io.Writer, text string, compressed bool) error {
	_, err := io.Copy(dst, encoded(nil, text, compressed))
	return err
}

func goodHiddenRead(text string, compressed bool) (string, error) {
	return bufio.NewReader(encoded(nil, text, compressed)).ReadString('\n')
}

// What it is given it may hand out.
func goodPerhaps(url string, r io.Reader, compressed bool) (*http.Request, error) {
	return http.NewRequest(http.MethodPost, url, body(r, compressed))
}

// The command reads it.
func goodCommand(ctx context.Context, r *reading) error {
	pr, pw := io.Pipe()
	cmd := exec.CommandContext(ctx, "calibrate")
	cmd.Stdin = pr
	go encode(pw, r)
	return cmd.Run()
}

// The command is made when the goroutine writes already.
func badCommand(ctx context.Context, r *reading) error {
	pr, pw := io.Pipe() // want "unclosed: pr .*PipeReader.* is not closed on every path"
	go encode(pw, r)
	path, err := exec.LookPath("calibrate")
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, path)
	cmd.Stdin = pr
	return cmd.Run()
}

func several(r *reading) []io.Reader {
	pr, pw := io.Pipe()
	go encode(pw, r)
	return []io.Reader{pr}
}

// Who gets them knows of readers only.
func goodSeveral(q queue, r *reading) error {
	for _, s := range several(r) {
		if err := q.Put(s); err != nil {
			return err
		}
	}
	return nil
}

func listen(r *reading) <-chan io.Reader {
	pr, pw := io.Pipe()
	c := make(chan io.Reader, 1)
	go encode(pw, r)
	c <- pr
	return c
}

func goodListen(r *reading) int { return len(listen(r)) }

// Each is read before the next one.
func goodRounds(dst io.Writer, rs []*reading) error {
	for _, r := range rs {
		pr, pw := io.Pipe()
		go encode(pw, r)
		if _, err := io.Copy(dst, pr); err != nil {
			return err
		}
	}
	return nil
}

func badRounds(dst io.Writer, rs []*reading) error {
	for _, r := range rs {
		pr, pw := io.Pipe() // want "unclosed: pr .*PipeReader.* is not closed before the loop acquires it again"
		go encode(pw, r)
		if r.Value == 0 {
			continue
		}
		if _, err := io.Copy(dst, pr); err != nil {
			return err
		}
	}
	return nil
}
