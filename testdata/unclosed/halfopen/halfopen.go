// Package halfopen calls functions that hand out what they have opened although
// they fail.
package halfopen

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"

	"example.com/cases/unclosed/halfopen/lib"
)

func badFetch(url string) ([]byte, error) {
	resp, err := lib.Fetch(url) // want "unclosed: resp .*is not closed on every path: lib.Fetch hands it out although it fails"
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

func badHandedOn(url string) ([]byte, error) {
	resp, err := lib.Again(url) // want "unclosed: resp .*is not closed on every path: lib.Again hands it out although it fails"
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// It is left open whatever happens.
func badNever(url string) (int, error) {
	resp, err := lib.Fetch(url) // want "unclosed: resp .*is never closed"
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

func badNamed(name string) error {
	f, err := lib.Create(name) // want "unclosed: f .*lib.Create hands it out although it fails"
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(f, "end")
	if err2 := f.Close(); err == nil {
		err = err2
	}
	return err
}

// Only the answer that is known is closed.
func badSome(url string) (bool, error) {
	resp, err := lib.Fetch(url) // want "unclosed: resp .*lib.Fetch hands it out although it fails"
	if err != nil {
		if resp != nil && resp.StatusCode == http.StatusNotFound {
			resp.Body.Close()
			return false, nil
		}
		return false, err
	}
	return true, resp.Body.Close()
}

// A helper of the package itself.
func open(name string) (*os.File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return f, err
	}
	if info.IsDir() {
		return f, fmt.Errorf("%s is a directory", name)
	}
	return f, nil
}

func badOpen(name string) ([]byte, error) {
	f, err := open(name) // want "unclosed: f .*open hands it out although it fails"
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

func goodFetch(url string) ([]byte, error) {
	resp, err := lib.Fetch(url)
	if resp != nil {
		defer resp.Body.Close()
	}
	if err != nil {
		return nil, err
	}
	return io.ReadAll(resp.Body)
}

func goodFetchFailed(url string) ([]byte, error) {
	resp, err := lib.Fetch(url)
	if err != nil {
		if resp != nil {
			resp.Body.Close()
		}
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// A file that is nil may be closed, too.
func goodOpen(name string) ([]byte, error) {
	f, err := open(name)
	defer f.Close()
	if err != nil {
		return nil, err
	}
	return io.ReadAll(f)
}

// Who gets both is to look at both.
func goodBoth(url string) (*http.Response, error) {
	resp, err := lib.Fetch(url)
	if err != nil {
		log.Print(err)
	}
	return resp, err
}

func goodClosed(url string) ([]byte, error) {
	resp, err := lib.FetchClosed(url)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

func goodText(url string) ([]byte, error) {
	resp, err := lib.FetchText(url)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// The process ends.
func goodExits(url string) *http.Response {
	resp, err := lib.Fetch(url)
	if err != nil {
		log.Fatal(err)
	}
	return resp
}

// The error with which it is handed out is another one than those that end the function.
func goodPartial(name string) (string, error) {
	f, err := lib.Restore(name)
	if err != nil && err != lib.ErrPartial {
		return "", err
	}
	defer f.Close()
	return f.Name(), nil
}

func goodPartialIs(name string) (string, error) {
	f, err := lib.Restore(name)
	if err != nil && !errors.Is(err, lib.ErrPartial) {
		return "", err
	}
	defer f.Close()
	return f.Name(), nil
}

func badPartial(name string) (string, error) {
	f, err := lib.Restore(name) // want "unclosed: f .*lib.Restore hands it out although it fails"
	if err == lib.ErrPartial {
		log.Print("not all was restored")
		return "", err
	}
	if err != nil {
		return "", err
	}
	defer f.Close()
	return f.Name(), nil
}
