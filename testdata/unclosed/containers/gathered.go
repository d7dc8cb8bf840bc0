package containers

import (
	"fmt"
	"net"
	"os"
)

// The loop has no condition: what is gathered is known at its head.
func goodGatheredForever(l net.Listener) {
	conns := make([]net.Conn, 0, 10)
	for {
		c, err := l.Accept()
		if err != nil {
			break
		}
		conns = append(conns, c)
	}
	for _, c := range conns {
		c.Close()
	}
}

// The loop counts.
func goodGatheredCounting(n int) error {
	var files []*os.File
	for i := range n {
		f, err := os.Create(fmt.Sprint("file", i))
		if err != nil {
			closeFiles(files)
			return err
		}
		files = append(files, f)
	}
	for range 100 {
		for _, f := range files {
			fmt.Fprintln(f, "line")
		}
	}
	closeFiles(files)
	return nil
}

// What was gathered before is lost when an accept fails.
func badGatheredForever(l net.Listener) error {
	var conns []net.Conn
	for {
		c, err := l.Accept() // want "unclosed: c .*is not closed"
		if err != nil {
			return err
		}
		if conns = append(conns, c); len(conns) == 10 {
			break
		}
	}
	for _, c := range conns {
		c.Close()
	}
	return nil
}

// Nobody looks at what was gathered.
func badGatheredCounting() error {
	var files []*os.File
	for i := range 10 {
		f, err := os.Create(fmt.Sprint("file", i)) // want "unclosed: f .*is (never|not) closed"
		if err != nil {
			return err
		}
		files = append(files, f)
	}
	fmt.Println(len(files))
	return nil
}

// Only the last one is kept, and closed.
func badLastOfMany(l net.Listener) {
	var last net.Conn
	for {
		c, err := l.Accept() // want "unclosed: c .*is not closed"
		if err != nil {
			break
		}
		last = c
	}
	if last != nil {
		last.Close()
	}
}
