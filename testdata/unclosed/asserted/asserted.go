// Package asserted has helpers that ask whether they can close what they got.
package asserted

import (
	"fmt"
	"io"
	"net"
	"os"
)

func closeNow(v any) {
	if c, ok := v.(io.Closer); ok {
		if err := c.Close(); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
}

// The helper closes what can be closed.
func goodCloseNow(addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	defer closeNow(conn)
	_, err = io.WriteString(conn, "HELLO")
	return err
}

func closeSwitch(v any) {
	switch c := v.(type) {
	case io.Closer:
		c.Close()
	default:
	}
}

func goodCloseSwitch(addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	defer closeSwitch(conn)
	_, err = io.WriteString(conn, "HELLO")
	return err
}

func closeReader(r io.Reader) {
	if c, ok := r.(io.Closer); ok {
		c.Close()
	}
}

func goodCloseReader(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer closeReader(f)
	_, err = io.Copy(io.Discard, f)
	return err
}

func goodCloseHere(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	var r io.Reader = f
	_, err = io.Copy(io.Discard, r)
	if c, ok := r.(io.Closer); ok {
		c.Close()
	}
	return err
}
