// Package half calls functions that hand out what they have opened although they fail.
package half

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
)

var errStatus = errors.New("not found")

func fetch(url string) (*http.Response, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return resp, errStatus
	}
	return resp, nil
}

func badFetch(url string) (int64, error) {
	resp, err := fetch(url) // want "unclosed: resp .*fetch hands it out although it fails"
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	return resp.ContentLength, nil
}

// The status is looked at where it failed.
func noFixLooksAtIt(url string) (int64, error) {
	resp, err := fetch(url) // want "unclosed: resp .*fetch hands it out although it fails"
	if err != nil {
		if resp != nil && resp.StatusCode == http.StatusNotFound {
			return 0, nil
		}
		return 0, err
	}
	defer resp.Body.Close()
	return resp.ContentLength, nil
}

// It is left open on other ways, too.
func noFixNever(url string) (int64, error) {
	resp, err := fetch(url) // want "unclosed: resp .*is never closed"
	if err != nil {
		return 0, err
	}
	return resp.ContentLength, nil
}

func listen(addr string) (net.Listener, error) {
	ln, err := net.Listen("unix", addr)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(addr, 0o600); err != nil {
		return ln, err
	}
	return ln, nil
}

func badListen(addr string) error {
	ln, err := listen(addr) // want "unclosed: ln .*listen hands it out although it fails"
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	defer ln.Close()
	return http.Serve(ln, nil)
}
