package loops

import (
	"bufio"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"sync"
)

// All files are read one after the other when the last is open.
func goodGathered(paths []string, dst io.Writer) error {
	var parts []io.Reader
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		parts = append(parts, f)
	}
	_, err := io.Copy(dst, io.MultiReader(parts...))
	return err
}

// They stand in a slice that has a place for each.
func goodGatheredByIndex(addrs []string) error {
	conns := make([]net.Conn, len(addrs))
	for i, addr := range addrs {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			return err
		}
		conns[i] = conn
		defer conn.Close()
	}
	return greetAll(conns)
}

// The slice is all that has them.
func goodGatheredOnly(addrs []string) (err error) {
	conns := make([]net.Conn, len(addrs))
	for i := range addrs {
		conns[i], err = net.Dial("tcp", addrs[i])
		if err != nil {
			return err
		}
		defer conns[i].Close()
	}
	return greetAll(conns)
}

// They stand in a map.
func goodGatheredByName(paths []string) (string, error) {
	files := map[string]*os.File{}
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return "", err
		}
		defer f.Close()
		files[path] = f
	}
	return firstOf(files)
}

// The goroutines that work on them end after the loop.
func goodWorkers(addrs []string) error {
	var all sync.WaitGroup
	for _, addr := range addrs {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			return err
		}
		defer conn.Close()
		all.Go(func() { io.WriteString(conn, "hello\n") })
	}
	all.Wait()
	return nil
}

// So does what answers on them.
func goodAnswers(addrs []string, on func(topic string, f func(line string) error)) error {
	for _, addr := range addrs {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			return err
		}
		defer conn.Close()
		on("hello", func(line string) error {
			_, err := io.WriteString(conn, line)
			return err
		})
	}
	return waitForEnd()
}

// What is gathered is no file.
func badGathersNames(paths []string) ([]string, error) {
	var names []string
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close() // want "deferloop: f "
		names = append(names, f.Name())
	}
	return names, nil
}

// The slice is of the iteration.
func badGathersInside(groups [][]string, dst io.Writer) error {
	for _, group := range groups {
		header, err := os.Open(group[0])
		if err != nil {
			return err
		}
		defer header.Close() // want "deferloop: header "
		parts := []io.Reader{header, strings.NewReader(group[1])}
		if _, err := io.Copy(dst, io.MultiReader(parts...)); err != nil {
			return err
		}
	}
	return nil
}

// Others are gathered.
func badGathersOthers(paths []string, dst io.Writer) error {
	var parts []io.Reader
	for _, path := range paths {
		index, err := os.Open(path + ".index")
		if err != nil {
			return err
		}
		defer index.Close() // want "deferloop: index "
		at, err := countLines(index)
		if err != nil {
			return err
		}
		parts = append(parts, strings.NewReader(strings.Repeat(" ", at)))
	}
	_, err := io.Copy(dst, io.MultiReader(parts...))
	return err
}

// It is called before the round is over.
func badCallsBack(addrs []string) error {
	for _, addr := range addrs {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			return err
		}
		defer conn.Close() // want "deferloop: conn "
		if err := withLines(func(line string) error {
			_, err := io.WriteString(conn, line)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

func withLines(f func(line string) error) error {
	for _, line := range []string{"hello\n", "bye\n"} {
		if err := f(line); err != nil {
			return err
		}
	}
	return nil
}

func waitForEnd() error {
	_, err := io.ReadAll(os.Stdin)
	return err
}

func greetAll(conns []net.Conn) (err error) {
	for _, conn := range conns {
		_, e := io.WriteString(conn, "hello\n")
		err = errors.Join(err, e)
	}
	return err
}

func firstOf(files map[string]*os.File) (string, error) {
	line, err := bufio.NewReader(files["first"]).ReadString('\n')
	return line, err
}
