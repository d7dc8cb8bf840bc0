// Package shapes defers the release in loops by closures, helpers and owners.
package shapes

import (
	"database/sql"
	"errors"
	"io"
	"log"
	"os"
)

func closeQuietly(c io.Closer) {
	if err := c.Close(); err != nil {
		log.Print(err)
	}
}

// A closure that closes and logs.
func badClosure(paths []string, dst io.Writer) error {
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer func() { // want "deferloop: f "
			if err := f.Close(); err != nil {
				log.Printf("close %s: %v", path, err)
			}
		}()
		if _, err := io.Copy(dst, f); err != nil {
			return err
		}
	}
	return nil
}

// A closure that joins into the named error.
func badJoiningClosure(names []string, src io.ReaderAt) (err error) {
	for i, name := range names {
		f, createErr := os.Create(name)
		if createErr != nil {
			return createErr
		}
		defer func() { err = errors.Join(err, f.Close()) }() // want "deferloop: f "
		if _, err = io.Copy(f, io.NewSectionReader(src, int64(i)<<20, 1<<20)); err != nil {
			return err
		}
	}
	return nil
}

// A closure that gets the file as its parameter.
func badClosureParameter(paths []string, dst io.Writer) error {
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer func(c io.Closer) { // want "deferloop: f "
			_ = c.Close()
		}(f)
		if _, err := io.Copy(dst, f); err != nil {
			return err
		}
	}
	return nil
}

// A helper that closes.
func badHelper(paths []string, dst io.Writer) error {
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer closeQuietly(f) // want "deferloop: f "
		if _, err := io.Copy(dst, f); err != nil {
			return err
		}
	}
	return nil
}

func openLog(name string) (*os.File, error) {
	return os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
}

// A helper that opens.
func badHelperOpened(names []string, line string) error {
	for _, name := range names {
		f, err := openLog(name)
		if err != nil {
			return err
		}
		defer f.Close() // want "deferloop: f "
		if _, err := f.WriteString(line); err != nil {
			return err
		}
	}
	return nil
}

// segment owns its file.
type segment struct{ f *os.File }

func openSegment(path string) (*segment, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &segment{f: f}, nil
}

func (s *segment) size() (int64, error) {
	info, err := s.f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func (s *segment) Close() error { return s.f.Close() }

// An inferred owner.
func badOwner(paths []string) (total int64, err error) {
	for _, path := range paths {
		seg, err := openSegment(path)
		if err != nil {
			return 0, err
		}
		defer seg.Close() // want "deferloop: seg "
		n, err := seg.size()
		if err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// A pool a tenant, all open until the last tenant is done.
func badPools(dsns []string) error {
	for _, dsn := range dsns {
		db, err := sql.Open("postgres", dsn)
		if err != nil {
			return err
		}
		defer db.Close() // want "deferloop: db "
		if _, err := db.Exec("ANALYZE"); err != nil {
			return err
		}
	}
	return nil
}

func withFile(path string, use func(*os.File) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer closeQuietly(f)
	return use(f)
}

// The helper opens and closes around the callback.
func goodAround(paths []string, dst io.Writer) error {
	for _, path := range paths {
		err := withFile(path, func(f *os.File) error {
			_, err := io.Copy(dst, f)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// The owner is closed in each iteration, on both paths.
func goodOwner(paths []string) (total int64, err error) {
	for _, path := range paths {
		seg, err := openSegment(path)
		if err != nil {
			return 0, err
		}
		n, err := seg.size()
		if err != nil {
			seg.Close()
			return 0, err
		}
		if err := seg.Close(); err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

type copier struct{ dst io.Writer }

func (c *copier) copy(path string) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	_, err = io.Copy(c.dst, f)
	return err
}

// The loop body is a method.
func (c *copier) goodMethod(paths []string) error {
	for _, path := range paths {
		if err := c.copy(path); err != nil {
			return err
		}
	}
	return nil
}

// The owner that is found is returned from, after its defer.
func goodFirstOwner(paths []string) (int64, error) {
	for _, path := range paths {
		if seg, err := openSegment(path); err == nil {
			defer seg.Close()
			return seg.size()
		}
	}
	return 0, os.ErrNotExist
}

// What else the function does is too much to be followed along every path; that
// the deferred calls pile up needs one.
func badTangled(paths []string, a, b, c, d, e, f, g, h, i, j bool) (total int64, err error) {
	for _, path := range paths {
		seg, err := openSegment(path)
		if err != nil {
			return 0, err
		}
		defer seg.Close() // want "deferloop: seg .*is acquired in a loop"
		n, err := seg.size()
		if err != nil {
			return 0, err
		}
		total += n
	}
	if a {
		total++
	}
	if b {
		total++
	}
	if c {
		total++
	}
	if d {
		total++
	}
	if e {
		total++
	}
	if f {
		total++
	}
	if g {
		total++
	}
	if h {
		total++
	}
	if i {
		total++
	}
	if j {
		total++
	}
	if a && b && c && d && e && f && g && h && i && j {
		return 0, nil
	}
	return total, nil
}

// What the loop goes over was opened before it, each once.
func goodOpenedBefore(a, b string) error {
	for _, step := range []struct {
		file *os.File
		last bool
	}{
		{file: mustOpen(a)},
		{file: mustOpen(b), last: true},
	} {
		f := step.file
		defer f.Close()
		if _, err := f.Stat(); err != nil && step.last {
			return err
		}
	}
	return nil
}

// The table of what to open is made before the loop, what it opens is not.
func badOpenedFromTable(a, b string) {
	for _, step := range []struct {
		path string
		last bool
	}{
		{path: a},
		{path: b, last: true},
	} {
		f := mustOpen(step.path)
		defer f.Close() // want "deferloop: f .*is acquired in a loop"
		_, _ = f.Stat()
	}
}

func mustOpen(path string) *os.File {
	f, err := os.Open(path)
	if err != nil {
		panic(err)
	}
	return f
}
