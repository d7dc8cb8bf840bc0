package body

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httputil"
	"os"
	"sync"
)

// The head of the response is dumped for the log.
func badDumped(target string) error {
	resp, err := http.Get(target) // want "unclosed: resp .*is never closed"
	if err != nil {
		return err
	}
	dump, err := httputil.DumpResponse(resp, false)
	if err != nil {
		return err
	}
	log.Printf("%s", dump)
	return nil
}

// Several addresses at once, each goroutine sends its status.
func badStatuses(targets []string) <-chan int {
	statuses := make(chan int, len(targets))
	for _, target := range targets {
		go func() {
			resp, err := http.Get(target) // want "unclosed: resp .*is never closed"
			if err != nil {
				statuses <- 0
				return
			}
			statuses <- resp.StatusCode
		}()
	}
	return statuses
}

// Several addresses at once, each goroutine closes its body.
func goodStatuses(targets []string) <-chan int {
	statuses := make(chan int, len(targets))
	for _, target := range targets {
		go func() {
			resp, err := http.Get(target)
			if err != nil {
				statuses <- 0
				return
			}
			resp.Body.Close()
			statuses <- resp.StatusCode
		}()
	}
	return statuses
}

// Too long an answer is refused before the defer.
func badContentLength(client *http.Client, target string, limit int64) ([]byte, error) {
	resp, err := client.Get(target) // want "unclosed: resp .*is not closed"
	if err != nil {
		return nil, err
	}
	if resp.ContentLength > limit {
		return nil, fmt.Errorf("%d bytes", resp.ContentLength)
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// The error answer is decoded and left, the good one is closed.
func badErrorAnswer(client *http.Client, req *http.Request, v any) error {
	resp, err := client.Do(req) // want "unclosed: resp .*is not closed"
	if err != nil {
		return err
	}
	if resp.StatusCode >= http.StatusBadRequest {
		var problem struct{ Detail string }
		if err := json.NewDecoder(resp.Body).Decode(&problem); err != nil {
			return err
		}
		return errors.New(problem.Detail)
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(v)
}

// Each arm of a switch over the status closes.
func goodStatusSwitch(client *http.Client, req *http.Request) ([]byte, error) {
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	switch resp.StatusCode {
	case http.StatusNotFound:
		resp.Body.Close()
		return nil, nil
	case http.StatusOK:
		data, err := io.ReadAll(resp.Body)
		return data, errors.Join(err, resp.Body.Close())
	default:
		resp.Body.Close()
		return nil, errors.New(resp.Status)
	}
}

// One arm of a switch over the status does not close.
func badStatusSwitch(client *http.Client, req *http.Request) ([]byte, error) {
	resp, err := client.Do(req) // want "unclosed: resp .*is not closed"
	if err != nil {
		return nil, err
	}
	switch resp.StatusCode {
	case http.StatusNotFound:
		return nil, nil
	case http.StatusOK:
		data, err := io.ReadAll(resp.Body)
		return data, errors.Join(err, resp.Body.Close())
	default:
		resp.Body.Close()
		return nil, errors.New(resp.Status)
	}
}

// The next page's response replaces that of the last.
func badNextPage(client *http.Client, target string) (pages int, err error) {
	for target != "" {
		resp, err := client.Get(target) // want "unclosed: resp .*is never closed"
		if err != nil {
			return pages, err
		}
		target = resp.Header.Get("X-Next")
		pages++
	}
	return pages, nil
}

// The next page's response follows after that of the last was closed.
func goodNextPage(client *http.Client, target string) (pages int, err error) {
	for target != "" {
		resp, err := client.Get(target)
		if err != nil {
			return pages, err
		}
		resp.Body.Close()
		target = resp.Header.Get("X-Next")
		pages++
	}
	return pages, nil
}

// The response goes to the file; a file that cannot be made loses it.
func badToFile(ctx context.Context, client *http.Client, target, path string) (err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	if err != nil {
		return err
	}
	resp, err := client.Do(req) // want "unclosed: resp .*is not closed"
	if err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, resp.Body.Close(), f.Close()) }()
	_, err = io.Copy(f, resp.Body)
	return err
}

// The response of a transport that is called by itself.
func badTransport(t *http.Transport, req *http.Request) (string, error) {
	resp, err := t.RoundTrip(req) // want "unclosed: resp .*is never closed"
	if err != nil {
		return "", err
	}
	return resp.Proto, nil
}

// pages remembers answers by address until it is closed.
type pages struct {
	mu    sync.Mutex
	known map[string]*http.Response
}

// The answer is remembered.
func (p *pages) goodRemember(client *http.Client, target string) error {
	resp, err := client.Get(target)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.known[target] = resp
	return nil
}

// The answer is not remembered if there is one already.
func (p *pages) badRemember(client *http.Client, target string) error {
	resp, err := client.Get(target) // want "unclosed: resp .*is (never|not) closed"
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known[target] == nil {
		p.known[target] = resp
	}
	return nil
}

func (p *pages) Close() (err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, resp := range p.known {
		err = errors.Join(err, resp.Body.Close())
	}
	return err
}

// A predicate of our own looks at the response.
func badPredicate(target string, out io.Writer) error {
	fresh := func(resp *http.Response) bool { return resp.Header.Get("Age") == "" }
	resp, err := http.Get(target) // want "unclosed: resp .*is not closed"
	if err != nil {
		return err
	}
	if !fresh(resp) {
		return nil
	}
	_, err = io.Copy(out, resp.Body)
	return errors.Join(err, resp.Body.Close())
}

// A body or a file under one name, closed by it.
func goodBodyOrFile(source string, remote bool) ([]byte, error) {
	var rc io.ReadCloser
	if remote {
		resp, err := http.Get(source)
		if err != nil {
			return nil, err
		}
		rc = resp.Body
	} else {
		f, err := os.Open(source)
		if err != nil {
			return nil, err
		}
		rc = f
	}
	defer rc.Close()
	return io.ReadAll(rc)
}

// A body or a file under one name, closed only if it is a file.
func badBodyOrFile(source string, remote bool) ([]byte, error) {
	var r io.Reader
	if remote {
		resp, err := http.Get(source) // want "unclosed: resp .*is never closed"
		if err != nil {
			return nil, err
		}
		r = resp.Body
	} else {
		f, err := os.Open(source)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		r = f
	}
	return io.ReadAll(r)
}

// exchange carries an answer to the functions that work on it.
type exchange struct {
	resp *http.Response
	tag  string
}

func (x *exchange) finish() error {
	x.tag = x.resp.Header.Get("ETag")
	return x.resp.Body.Close()
}

// The answer is closed by a method of the struct that carries it.
func goodCarried(target string) (string, error) {
	resp, err := http.Get(target)
	if err != nil {
		return "", err
	}
	x := &exchange{resp: resp}
	if err := x.finish(); err != nil {
		return "", err
	}
	return x.tag, nil
}

// The answer is carried and nobody finishes the exchange.
func badCarried(target string) (int, error) {
	resp, err := http.Get(target) // want "unclosed: (resp|x) .*is never "
	if err != nil {
		return 0, err
	}
	x := &exchange{resp: resp, tag: resp.Header.Get("ETag")}
	log.Printf("%s has tag %s", target, x.tag)
	return x.resp.StatusCode, nil
}
