package field

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

var errTooManyHops = errors.New("too many hops")

// Each hop leaves the response of the one before it.
func badHops(client *http.Client, url string) ([]byte, error) {
	for hop := 0; hop < 10; hop++ {
		resp, err := client.Get(url) // want "unclosed: resp .*is not closed before"
		if err != nil {
			return nil, err
		}
		if resp.StatusCode == http.StatusFound {
			url = resp.Header.Get("Location")
			continue
		}
		body, err := io.ReadAll(resp.Body)
		return body, errors.Join(err, resp.Body.Close())
	}
	return nil, errTooManyHops
}

// Each hop closes its response before the next.
func goodHops(client *http.Client, url string) ([]byte, error) {
	for hop := 0; hop < 10; hop++ {
		resp, err := client.Get(url)
		if err != nil {
			return nil, err
		}
		if resp.StatusCode == http.StatusFound {
			url = resp.Header.Get("Location")
			if err := resp.Body.Close(); err != nil {
				return nil, err
			}
			continue
		}
		body, err := io.ReadAll(resp.Body)
		return body, errors.Join(err, resp.Body.Close())
	}
	return nil, errTooManyHops
}

// The variable outlives the loop, and only its last response is closed.
func badHopsOuter(client *http.Client, url string) (status int, err error) {
	var resp *http.Response
	for {
		resp, err = client.Get(url) // want "unclosed: resp .*is not closed before"
		if err != nil {
			return 0, err
		}
		next := resp.Header.Get("Location")
		if next == "" {
			break
		}
		url = next
	}
	defer resp.Body.Close()
	return resp.StatusCode, nil
}

// The variable outlives the loop; every response but the last is closed in it.
func goodHopsOuter(client *http.Client, url string) (status int, err error) {
	var resp *http.Response
	for {
		resp, err = client.Get(url)
		if err != nil {
			return 0, err
		}
		next := resp.Header.Get("Location")
		if next == "" {
			break
		}
		resp.Body.Close()
		url = next
	}
	defer resp.Body.Close()
	return resp.StatusCode, nil
}

// Every failing status closes before it tries again.
func goodRetryCloses(client *http.Client, req *http.Request) (*http.Response, error) {
	var last error
	for i := 0; i < 3; i++ {
		resp, err := client.Do(req)
		if err != nil {
			last = err
			continue
		}
		switch {
		case resp.StatusCode < 300:
			return resp, nil
		case resp.StatusCode >= 500:
			last = fmt.Errorf("station is down: %s", resp.Status)
			resp.Body.Close()
		default:
			resp.Body.Close()
			return nil, fmt.Errorf("station refused: %s", resp.Status)
		}
		time.Sleep(time.Second)
	}
	return nil, last
}

// A failing status tries again with the response open.
func badRetryLeaves(client *http.Client, req *http.Request) (*http.Response, error) {
	var last error
	for i := 0; i < 3; i++ {
		resp, err := client.Do(req) // want "unclosed: resp .*is not closed before"
		if err != nil {
			last = err
			continue
		}
		switch {
		case resp.StatusCode < 300:
			return resp, nil
		case resp.StatusCode >= 500:
			last = fmt.Errorf("station is down: %s", resp.Status)
		default:
			resp.Body.Close()
			return nil, fmt.Errorf("station refused: %s", resp.Status)
		}
		time.Sleep(time.Second)
	}
	return nil, last
}
