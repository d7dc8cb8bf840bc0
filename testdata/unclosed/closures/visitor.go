package closures

import (
	"io"
	"os"
)

type backend interface {
	Load(name string, visit func(io.Reader) error) error
	Each(visit func(name string) error) error
	OnLoad(hook func(io.Reader) error) error
	Later(visit func(name string))
	Find(match func(name string) error) (backend, error)
}

// The func only writes to the file, and is over when Load returns.
func badVisited(b backend) error {
	f, err := os.Create("copy") // want "unclosed: f .*is never closed"
	if err != nil {
		return err
	}
	return b.Load("a", func(r io.Reader) error {
		_, err := io.Copy(f, r)
		return err
	})
}

func badVisitedOnError(b backend) error {
	f, err := os.Create("copy") // want "unclosed: f .*is not closed on every path"
	if err != nil {
		return err
	}
	err = b.Load("a", func(r io.Reader) error {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return err
		}
		_, err := io.Copy(f, r)
		return err
	})
	if err != nil {
		return err
	}
	return f.Close()
}

func badVisitedInLoop(b backend, names []string) error {
	for _, name := range names {
		f, err := os.Create(name) // want "unclosed: f .*is never closed"
		if err != nil {
			return err
		}
		if err := b.Load(name, func(r io.Reader) error {
			_, err := io.Copy(f, r)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

// load is a helper that hands the func on.
func load(b backend, visit func(io.Reader) error) error {
	return b.Load("a", func(r io.Reader) error { return visit(io.LimitReader(r, 10)) })
}

func badVisitedByHelper(b backend) error {
	f, err := os.Create("copy") // want "unclosed: f .*is never closed"
	if err != nil {
		return err
	}
	return load(b, func(r io.Reader) error {
		_, err := io.Copy(f, r)
		return err
	})
}

func goodVisitedByHelper(b backend) error {
	f, err := os.Create("copy")
	if err != nil {
		return err
	}
	return load(b, func(r io.Reader) error {
		defer f.Close()
		_, err := io.Copy(f, r)
		return err
	})
}

func goodVisited(b backend) (err error) {
	f, err := os.Create("copy")
	if err != nil {
		return err
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()
	return b.Load("a", func(r io.Reader) error {
		_, err := io.Copy(f, r)
		return err
	})
}

// The func closes.
func goodVisitorCloses(b backend) error {
	f, err := os.Create("copy")
	if err != nil {
		return err
	}
	return b.Load("a", func(r io.Reader) error {
		_, err := io.Copy(f, r)
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		return err
	})
}

// The func is kept: whoever calls it needs the file.
func goodHook(b backend) error {
	f, err := os.Create("log")
	if err != nil {
		return err
	}
	return b.OnLoad(func(r io.Reader) error {
		_, err := io.Copy(f, r)
		return err
	})
}

// Nobody hears of what it does: it may be called at any time.
func goodLater(b backend) error {
	f, err := os.Create("log")
	if err != nil {
		return err
	}
	b.Later(func(name string) { f.WriteString(name) })
	return nil
}

// What Find returns may go on calling it.
func goodGivenAway(b backend) (backend, error) {
	f, err := os.Create("log")
	if err != nil {
		return nil, err
	}
	return b.Find(func(name string) error {
		_, err := f.WriteString(name)
		return err
	})
}
