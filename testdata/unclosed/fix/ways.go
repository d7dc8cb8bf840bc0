package fix

import (
	"errors"
	"fmt"
	"net/http"
)

// The error is made of the response, which is closed after that.
func badAnswer(url string) (*http.Response, error) {
	resp, err := http.Get(url) // want "unclosed: resp"
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, statusError(url, resp)
	}
	return resp, nil
}

func statusError(url string, resp *http.Response) error {
	return fmt.Errorf("%s: %s", url, resp.Status)
}

// The one return hands the response on, the other loses it.
func badLazy(url string) (any, error) {
	resp, err := http.Get(url) // want "unclosed: resp"
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return lines{resp}.each, errors.New("not found")
	}
	return resp.Header, nil
}

// What is returned still has the response.
func noFixKept(url string) (any, error) {
	resp, err := http.Get(url) // want "unclosed: resp"
	if err != nil {
		return nil, err
	}
	var answer any = lines{resp}.first
	if resp.StatusCode == http.StatusOK {
		return answer, nil
	}
	return resp.StatusCode, resp.Body.Close()
}

type lines struct{ resp *http.Response }

func (l lines) first() byte { return l.resp.Status[0] }

func (l lines) each(yield func(string)) { yield(l.resp.Status) }

// One round hands it on, the others lose it.
func badRedirected(url string) (*http.Response, error) {
	for range 10 {
		resp, err := http.Get(url) // want "unclosed: resp"
		if err != nil {
			return nil, err
		}
		if resp.StatusCode == http.StatusMovedPermanently {
			url = resp.Header.Get("Location")
			continue
		}
		return resp, nil
	}
	return nil, errors.New("too many redirects")
}

// What a round leaves open is returned after the loop.
func noFixLast(url string) (last *http.Response) {
	for range 10 {
		resp, err := http.Get(url) // want "unclosed: resp"
		if err != nil {
			return nil
		}
		last = resp
		if resp.StatusCode == http.StatusOK {
			return resp
		}
	}
	return last
}

func badMethods(methods []string, url string) error {
	for _, method := range methods {
		var resp *http.Response
		var err error
		switch method {
		case "GET":
			resp, err = http.Get(url) // want "unclosed: resp"
		case "HEAD":
			resp, err = http.Head(url) // want "unclosed: resp"
		default:
			return errors.New("unknown")
		}
		if err != nil {
			return err
		}
		fmt.Println(resp.Status)
	}
	return nil
}

// In one case there is no response.
func noFixNone(methods []string, url string) error {
	for _, method := range methods {
		var resp *http.Response
		var err error
		switch method {
		case "GET":
			if url == "" {
				break
			}
			resp, err = http.Get(url) // want "unclosed: resp"
		default:
			resp, err = http.Head(url) // want "unclosed: resp"
		}
		if err != nil {
			return err
		}
		fmt.Println(resp != nil)
	}
	return nil
}

// The variable may still hold what an earlier round got.
func noFixEarlier(methods []string, url string) error {
	var resp *http.Response
	var err error
	for _, method := range methods {
		switch method {
		case "GET":
			resp, err = http.Get(url) // want "unclosed: resp"
		default:
			resp, err = http.Head(url) // want "unclosed: resp"
		}
		if err != nil {
			return err
		}
		fmt.Println(resp.Status)
	}
	return nil
}
