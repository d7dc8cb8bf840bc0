// Package body has HTTP responses, whose Body is to be closed.
package body

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"time"
)

// Closed by defer behind the error test.
func goodDeferred(client *http.Client, target string, v any) error {
	resp, err := client.Get(target)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(v)
}

// Only the status is read.
func badStatusOnly(target string) (bool, error) {
	resp, err := http.Get(target) // want "unclosed: resp .*is never closed"
	if err != nil {
		return false, err
	}
	return resp.StatusCode == http.StatusOK, nil
}

// The body is decoded and left.
func badDecoded(client *http.Client, req *http.Request, v any) error {
	resp, err := client.Do(req) // want "unclosed: resp .*is never closed"
	if err != nil {
		return err
	}
	return json.NewDecoder(resp.Body).Decode(v)
}

// Another status than 200 leaves before the defer.
func badStatusBeforeDefer(target string) ([]byte, error) {
	resp, err := http.Get(target) // want "unclosed: resp .*is not closed"
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("GET %s: %s", target, resp.Status)
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// Error and status in one condition.
func badStatusInErrorTest(target string) ([]byte, error) {
	resp, err := http.Get(target) // want "unclosed: resp .*is not closed"
	if err != nil || resp.StatusCode != http.StatusOK {
		return nil, errors.New("no answer from " + target)
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// Deferred under the condition that the status is good.
func badDeferUnderStatus(target string, v any) error {
	resp, err := http.Get(target) // want "unclosed: resp .*is not closed"
	if err != nil {
		return err
	}
	if resp.StatusCode == http.StatusOK {
		defer resp.Body.Close()
		return json.NewDecoder(resp.Body).Decode(v)
	}
	return fmt.Errorf("status %d", resp.StatusCode)
}

// Drained and closed in a deferred closure, so that the connection lives on.
func goodDrained(target string, v any) error {
	resp, err := http.Get(target)
	if err != nil {
		return err
	}
	defer func() {
		_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 4096))
		_ = resp.Body.Close()
	}()
	return json.NewDecoder(resp.Body).Decode(v)
}

// The body gets a name of its own and is closed by it.
func goodBodyVariable(target string) ([]byte, error) {
	resp, err := http.Get(target)
	if err != nil {
		return nil, err
	}
	body := resp.Body
	defer body.Close()
	return io.ReadAll(body)
}

// The body is closed by a helper that takes an io.Closer.
func goodBodyHelper(target string) (int, error) {
	resp, err := http.Get(target)
	if err != nil {
		return 0, err
	}
	defer drainAndClose(resp.Body)
	return resp.StatusCode, nil
}

func drainAndClose(body io.ReadCloser) {
	if _, err := io.Copy(io.Discard, body); err != nil {
		log.Printf("drain: %v", err)
	}
	if err := body.Close(); err != nil {
		log.Printf("close: %v", err)
	}
}

// The whole response goes to a helper that closes.
func goodResponseHelper(target string, v any) error {
	resp, err := http.Get(target)
	if err != nil {
		return err
	}
	return decode(resp, v)
}

func decode(resp *http.Response, v any) error {
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return errors.New(resp.Status)
	}
	return json.NewDecoder(resp.Body).Decode(v)
}

// The whole response goes to a helper that only checks it.
func badResponseHelper(target string) error {
	resp, err := http.Get(target) // want "unclosed: resp .*is never closed"
	if err != nil {
		return err
	}
	return checkStatus(resp)
}

func checkStatus(resp *http.Response) error {
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("%s %s: %s", resp.Request.Method, resp.Request.URL, resp.Status)
	}
	return nil
}

// The check fails before the defer.
func badCheckBeforeDefer(target string) ([]byte, error) {
	resp, err := http.Get(target) // want "unclosed: resp .*is not closed"
	if err != nil {
		return nil, err
	}
	if err := checkStatus(resp); err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// The response is returned.
func goodReturned(client *http.Client, target string) (*http.Response, error) {
	resp, err := client.Get(target)
	if err != nil {
		return nil, fmt.Errorf("get: %w", err)
	}
	return resp, nil
}

// Not every response is returned.
func badReturnedIfGood(client *http.Client, target string) (*http.Response, error) {
	resp, err := client.Get(target) // want "unclosed: resp .*is (never|not) closed"
	if err != nil {
		return nil, fmt.Errorf("get: %w", err)
	}
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("get: %s", resp.Status)
	}
	return resp, nil
}

// The response of a function of this package is dropped.
func badFromFunction(client *http.Client, target string) (string, error) {
	resp, err := goodReturned(client, target) // want "unclosed: resp .*is never closed"
	if err != nil {
		return "", err
	}
	return resp.Header.Get("ETag"), nil
}

// The body alone is returned.
func goodReturnedBody(target string) (io.ReadCloser, error) {
	resp, err := http.Get(target)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		resp.Body.Close()
		return nil, errors.New(resp.Status)
	}
	return resp.Body, nil
}

// The body that a function returned is dropped.
func badFromBodyFunction(target string) ([]byte, error) {
	body, err := goodReturnedBody(target) // want "unclosed: body .*is never closed"
	if err != nil {
		return nil, err
	}
	return io.ReadAll(body)
}

// A gzip layer in between; both are closed by the composite.
func goodGzipBody(target string) (io.ReadCloser, error) {
	resp, err := http.Get(target)
	if err != nil {
		return nil, err
	}
	zr, err := gzip.NewReader(resp.Body)
	if err != nil {
		resp.Body.Close()
		return nil, err
	}
	return &layered{Reader: zr, below: resp.Body}, nil
}

type layered struct {
	*gzip.Reader
	below io.Closer
}

func (l *layered) Close() error { return errors.Join(l.Reader.Close(), l.below.Close()) }

// The gzip layer cannot be made and the body is lost.
func badGzipBody(target string) ([]byte, error) {
	resp, err := http.Get(target) // want "unclosed: resp .*is not closed"
	if err != nil {
		return nil, err
	}
	zr, err := gzip.NewReader(resp.Body)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(zr)
}

// Retried until the server is well; each bad answer is closed.
func goodRetry(client *http.Client, req *http.Request) (*http.Response, error) {
	for attempt := 0; ; attempt++ {
		resp, err := client.Do(req)
		if err == nil && resp.StatusCode < http.StatusInternalServerError {
			return resp, nil
		}
		if err == nil {
			resp.Body.Close()
			err = errors.New(resp.Status)
		}
		if attempt == 3 {
			return nil, err
		}
		time.Sleep(time.Second)
	}
}

// Retried until the server is well; bad answers pile up.
func badRetry(client *http.Client, req *http.Request) (*http.Response, error) {
	for attempt := 0; ; attempt++ {
		resp, err := client.Do(req) // want "unclosed: resp .*is (never|not) closed"
		if err == nil && resp.StatusCode < http.StatusInternalServerError {
			return resp, nil
		}
		if attempt == 3 {
			return nil, errors.Join(err, errors.New("gave up"))
		}
		time.Sleep(time.Second)
	}
}

// The variable stands before the loop, the last answer is kept.
func goodRetryOuterVariable(client *http.Client, req *http.Request) (n int64, err error) {
	var resp *http.Response
	for range 3 {
		resp, err = client.Do(req)
		if err != nil {
			continue
		}
		if resp.StatusCode != http.StatusTooManyRequests {
			break
		}
		resp.Body.Close()
	}
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	return io.Copy(io.Discard, resp.Body)
}

// Polled by status, never closed.
func badPoll(ctx context.Context, client *http.Client, req *http.Request) error {
	for {
		resp, err := client.Do(req) // want "unclosed: resp .*is never closed"
		if err == nil && resp.StatusCode == http.StatusNoContent {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

// The caller's nil test comes instead of the error test.
func goodNilGuard(client *http.Client, req *http.Request) (string, error) {
	resp, err := client.Do(req)
	if resp != nil {
		defer resp.Body.Close()
	}
	if err != nil {
		return "", err
	}
	return resp.Header.Get("Location"), nil
}

// A server's request body is not ours to close.
func goodRequestBody(w http.ResponseWriter, r *http.Request) {
	var v map[string]any
	body := http.MaxBytesReader(w, r.Body, 1<<20)
	if err := json.NewDecoder(body).Decode(&v); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// A recorder's response has nothing behind its body.
func goodRecorder(h http.Handler, r *http.Request) int {
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	return rec.Result().StatusCode
}

// The client closes the body of the request that it sends.
func goodRequestOwnsFile(client *http.Client, target, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	req, err := http.NewRequest(http.MethodPut, target, f)
	if err != nil {
		return errors.Join(err, f.Close())
	}
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return checkStatus(resp)
}

// transport returns the response of the transport below.
type transport struct {
	base  http.RoundTripper
	token string
}

func (t *transport) goodRoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.Header.Set("Authorization", "Bearer "+t.token)
	resp, err := t.base.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode == http.StatusUnauthorized {
		log.Printf("token refused by %s", req.URL.Host)
	}
	return resp, nil
}

// The first response is dropped when the request is sent again.
func (t *transport) badRoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.base.RoundTrip(req) // want "unclosed: resp .*is (never|not) closed"
	if err != nil || resp.StatusCode != http.StatusUnauthorized {
		return resp, err
	}
	again := req.Clone(req.Context())
	again.Header.Set("Authorization", "Bearer "+t.token)
	return t.base.RoundTrip(again)
}

// The body is read, closed, and replaced by what was read.
func (t *transport) goodReplaced(req *http.Request) (*http.Response, error) {
	resp, err := t.base.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(resp.Body)
	if err = errors.Join(err, resp.Body.Close()); err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(data))
	return resp, nil
}

// The body is replaced by a wrapper that owns it.
func (t *transport) goodWrapped(req *http.Request) (*http.Response, error) {
	resp, err := t.base.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	resp.Body = &counted{ReadCloser: resp.Body}
	return resp, nil
}

type counted struct {
	io.ReadCloser
	n int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.n += int64(n)
	return n, err
}

// A hijacked connection belongs to the handler.
func badHijacked(w http.ResponseWriter, _ *http.Request) {
	hj, ok := w.(http.Hijacker)
	if !ok {
		http.Error(w, "no hijacking", http.StatusInternalServerError)
		return
	}
	conn, buf, err := hj.Hijack() // want "unclosed: conn .*is never closed"
	if err != nil {
		log.Print(err)
		return
	}
	fmt.Fprint(buf, "HTTP/1.1 101 Switching Protocols\r\n\r\n")
	if err := errors.Join(buf.Flush(), conn.SetDeadline(time.Time{})); err != nil {
		log.Print(err)
	}
}

// A hijacked connection is closed.
func goodHijacked(w http.ResponseWriter, _ *http.Request) {
	conn, buf, err := http.NewResponseController(w).Hijack()
	if err != nil {
		log.Print(err)
		return
	}
	defer conn.Close()
	fmt.Fprint(buf, "HTTP/1.1 101 Switching Protocols\r\n\r\n")
	if err := buf.Flush(); err != nil {
		log.Print(err)
	}
}

// A response read off somebody else's connection holds nothing of its own.
func goodReadResponse(conn net.Conn, req *http.Request) (int, error) {
	if err := req.Write(conn); err != nil {
		return 0, err
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), req)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

// A form is posted and the answer written on, then closed.
func goodPostForm(target string, w io.Writer) error {
	resp, err := http.PostForm(target, url.Values{"q": {"go"}})
	if err != nil {
		return err
	}
	_, err = io.Copy(w, resp.Body)
	return errors.Join(err, resp.Body.Close())
}

// A form is posted; a redirect leaves early.
func badPostForm(target string, w io.Writer) error {
	resp, err := http.PostForm(target, url.Values{"q": {"go"}}) // want "unclosed: resp .*is not closed"
	if err != nil {
		return err
	}
	if loc := resp.Header.Get("Location"); strings.HasPrefix(loc, "/login") {
		return errors.New("not logged in")
	}
	_, err = io.Copy(w, resp.Body)
	return errors.Join(err, resp.Body.Close())
}

// The answer is kept in a struct that closes it.
type download struct {
	resp *http.Response
	done int64
}

func goodDownload(client *http.Client, target string) (*download, error) {
	resp, err := client.Get(target)
	if err != nil {
		return nil, err
	}
	if err := checkStatus(resp); err != nil {
		resp.Body.Close()
		return nil, err
	}
	return &download{resp: resp}, nil
}

func (d *download) Read(p []byte) (int, error) {
	n, err := d.resp.Body.Read(p)
	d.done += int64(n)
	return n, err
}

func (d *download) Close() error { return d.resp.Body.Close() }

// The struct that closes its answer is dropped.
func badDownload(client *http.Client, target string) ([]byte, error) {
	d, err := goodDownload(client, target) // want "unclosed: d .*is never closed"
	if err != nil {
		return nil, err
	}
	return io.ReadAll(d)
}
