package containers

import (
	"errors"
	"io"
	"net"
	"os"
)

func openTwo() (f *os.File, conn net.Conn, err error) {
	if f, err = os.Open("a"); err != nil {
		return nil, nil, err
	}
	if conn, err = net.Dial("tcp", "localhost:80"); err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	return f, conn, nil
}

// The method values are called.
func goodMethodValues() (err error) {
	f, conn, err := openTwo()
	if err != nil {
		return err
	}
	for _, closeOne := range []func() error{f.Close, conn.Close} {
		err = errors.Join(err, closeOne())
	}
	return err
}

// They are called in a deferred call.
func goodMethodValuesDeferred(w io.Writer) (err error) {
	f, conn, err := openTwo()
	if err != nil {
		return err
	}
	closes := [...]func() error{conn.Close, f.Close}
	defer func() {
		for _, closeOne := range closes {
			err = errors.Join(err, closeOne())
		}
	}()
	_, err = io.Copy(w, io.MultiReader(f, conn))
	return err
}

// Nobody calls them.
func badMethodValues() int {
	f, conn, err := openTwo() // want "unclosed: f .*is never closed" "unclosed: conn .*is never closed"
	if err != nil {
		return 0
	}
	closes := []func() error{f.Close, conn.Close}
	return len(closes)
}

type named struct {
	name string
	io.Closer
}

// The elements are structs that hold the closers.
func goodStructs() (err error) {
	f, conn, err := openTwo()
	if err != nil {
		return err
	}
	for _, part := range []named{{"file", f}, {"connection", conn}} {
		if e := part.Close(); e != nil {
			err = errors.Join(err, errors.New(part.name), e)
		}
	}
	return err
}

// They are pointers to structs.
func goodPointers() (err error) {
	f, conn, err := openTwo()
	if err != nil {
		return err
	}
	for _, part := range []*named{{"file", f}, {"connection", conn}} {
		err = errors.Join(err, part.Closer.Close())
	}
	return err
}

// The structs hold the method values, and three are as good as two.
func goodStructsOfFuncs() (err error) {
	f, conn, err := openTwo()
	if err != nil {
		return err
	}
	g, err := os.Create("b")
	if err != nil {
		return errors.Join(err, f.Close(), conn.Close())
	}
	steps := []struct {
		name  string
		close func() error
	}{
		{"connection", conn.Close},
		{"file", f.Close},
		{"copy", g.Close},
	}
	for _, step := range steps {
		err = errors.Join(err, step.close())
	}
	return err
}

type exchange struct{ in, out io.ReadWriteCloser }

// Only one of the fields is closed.
func badOtherField() (err error) {
	f, conn, err := openTwo() // want "unclosed: f .*is never closed"
	if err != nil {
		return err
	}
	for _, x := range []exchange{{f, conn}} {
		err = errors.Join(err, x.out.Close())
	}
	return err
}

// Nothing is closed where the names are told.
func badStructsNotClosed() (names []string, err error) {
	f, conn, err := openTwo() // want "unclosed: f .*is never closed" "unclosed: conn .*is never closed"
	if err != nil {
		return nil, err
	}
	for _, part := range []named{{"file", f}, {"connection", conn}} {
		names = append(names, part.name)
	}
	return names, nil
}
