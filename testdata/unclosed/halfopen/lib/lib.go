// Package lib hands out what it has opened together with an error.
package lib

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
)

// Fetch returns the response with an error if the server refuses.
func Fetch(url string) (*http.Response, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode >= 400 {
		return resp, errors.New(resp.Status)
	}
	return resp, nil
}

// FetchClosed does so too, but closes it before.
func FetchClosed(url string) (*http.Response, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode >= 400 {
		resp.Body.Close()
		return resp, errors.New(resp.Status)
	}
	return resp, nil
}

// FetchText tells what the server says.
func FetchText(url string) (*http.Response, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode >= 400 {
		text, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		return nil, errors.New(string(text))
	}
	return resp, nil
}

// Create names its results, and leaves with both of them.
func Create(name string) (f *os.File, err error) {
	f, err = os.Create(name)
	if err != nil {
		return
	}
	if _, err = fmt.Fprintln(f, "begin"); err != nil {
		return
	}
	return f, nil
}

// Again hands on what Fetch does.
func Again(url string) (*http.Response, error) {
	return Fetch(url + "?again")
}

// ErrPartial says that the file is there, and not all of what was to be in it.
var ErrPartial = errors.New("partial")

// Restore returns the file with ErrPartial.
func Restore(name string) (*os.File, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	if _, err := f.WriteString("begin"); err != nil {
		return f, ErrPartial
	}
	return f, nil
}
