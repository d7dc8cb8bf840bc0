package defers

import (
	"errors"
	"io"
	"log"
	"net"
	"os"
)

// closing returns the function that closes.
func closing(c io.Closer) func() {
	return func() {
		if err := c.Close(); err != nil {
			log.Printf("close: %v", err)
		}
	}
}

// The function that closes is made and called.
func goodReturnedCloser(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer closing(f)()
	return io.ReadAll(f)
}

// The function that closes is made and not called: a pair of parentheses is
// missing.
func badReturnedCloser(path string) ([]byte, error) {
	f, err := os.Open(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return nil, err
	}
	defer closing(f)
	return io.ReadAll(f)
}

// The closure that closes is never called on one path.
func badClosureNotCalled(addr string, quiet bool) error {
	conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is not closed"
	if err != nil {
		return err
	}
	hangUp := func() {
		log.Printf("hanging up on %s", addr)
		conn.Close()
	}
	_, err = io.WriteString(conn, "PING\n")
	if !quiet {
		hangUp()
	}
	return err
}

// The deferred closure closes on success and forgets the failure.
func badOnSuccessOnly(path string, data []byte) (err error) {
	f, err := os.Create(path) // want "unclosed: f .*is not closed"
	if err != nil {
		return err
	}
	defer func() {
		if err == nil {
			err = f.Close()
		}
	}()
	_, err = f.Write(data)
	return err
}

// The deferred closure closes on success and on failure in its own way.
func goodBothOutcomes(path string, data []byte) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if err == nil {
			err = f.Close()
			return
		}
		err = errors.Join(err, f.Close(), os.Remove(path))
	}()
	_, err = f.Write(data)
	return err
}

// Two defers that each belong to one outcome.
func goodTwoDefers(path string, data []byte) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(path)
		}
	}()
	defer func() {
		if cerr := f.Close(); cerr != nil && err == nil {
			err = cerr
		}
	}()
	_, err = f.Write(data)
	return err
}

// The defer names the file of the parameter, not the one opened here.
func badDefersParameter(f *os.File, path string) error {
	defer f.Close()
	sidecar, err := os.Open(path + ".meta") // want "unclosed: sidecar .*is never closed"
	if err != nil {
		return err
	}
	_, err = io.Copy(f, sidecar)
	return err
}

// A defer inside a literal that is only called when asked for.
func badDeferInUncalled(path string, ask func() bool) error {
	f, err := os.Open(path) // want "unclosed: f .*is not closed"
	if err != nil {
		return err
	}
	read := func() error {
		defer f.Close()
		_, err := io.Copy(io.Discard, f)
		return err
	}
	if ask() {
		return read()
	}
	return nil
}

// A nested deferred closure runs when the outer one does.
func goodNestedDefer(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() {
		defer f.Close()
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			log.Print(err)
		}
	}()
	return io.ReadAll(f)
}
