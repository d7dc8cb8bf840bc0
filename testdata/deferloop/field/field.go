// Package field has loops on which earlier versions were wrong, in the words
// of a printing shop.
package field

import (
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
)

var errPaperJam = errors.New("paper jam")

// A closure with a flag was deferred before the loop; it has nothing to do
// with the files that the loop piles up.
func badFlagBeforeLoop(dir string, pages []string) error {
	failed := true
	defer func() {
		if failed {
			log.Printf("print job in %s failed", dir)
		}
	}()
	for i, page := range pages {
		out, err := os.Create(filepath.Join(dir, fmt.Sprintf("%03d.ps", i)))
		if err != nil {
			return err
		}
		defer out.Close() // want "deferloop: out "
		if _, err := io.WriteString(out, page); err != nil {
			return err
		}
	}
	failed = false
	return nil
}

// The flag's closure removes the directory; each file is closed in its turn.
func goodFlagBeforeLoop(dir string, pages []string) error {
	failed := true
	defer func() {
		if failed {
			if err := os.RemoveAll(dir); err != nil {
				log.Print(err)
			}
		}
	}()
	for i, page := range pages {
		out, err := os.Create(filepath.Join(dir, fmt.Sprintf("%03d.ps", i)))
		if err != nil {
			return err
		}
		_, err = io.WriteString(out, page)
		if err := errors.Join(err, out.Close()); err != nil {
			return err
		}
	}
	failed = false
	return nil
}

// The flag is set in the loop, next to the defer.
func badFlagInLoop(dir string, pages []string) (err error) {
	jammed := false
	defer func() {
		if jammed {
			err = errors.Join(err, errPaperJam)
		}
	}()
	for _, page := range pages {
		in, err := os.Open(filepath.Join(dir, page))
		if err != nil {
			jammed = true
			continue
		}
		defer in.Close() // want "deferloop: in "
		if _, err := io.Copy(os.Stdout, in); err != nil {
			jammed = true
		}
	}
	return nil
}

// A deferred closure gathers what the loop has opened: it is registered once.
func goodGatheredBeforeLoop(dir string, pages []string) (err error) {
	var open []*os.File
	defer func() {
		for _, f := range open {
			err = errors.Join(err, f.Close())
		}
	}()
	for _, page := range pages {
		f, err := os.Open(filepath.Join(dir, page))
		if err != nil {
			return err
		}
		open = append(open, f)
	}
	return collate(open)
}

func collate(pages []*os.File) error {
	readers := make([]io.Reader, len(pages))
	for i, p := range pages {
		readers[i] = p
	}
	_, err := io.Copy(os.Stdout, io.MultiReader(readers...))
	return err
}

// The retry loop defers once, on its way out.
func goodRetryLoop(path string) ([]byte, error) {
	var last error
	for i := 0; i < 3; i++ {
		f, err := os.Open(path)
		if err != nil {
			last = err
			continue
		}
		defer f.Close()
		return io.ReadAll(f)
	}
	return nil, last
}

// The retry loop goes round once more when the read fails.
func badRetryLoop(path string) ([]byte, error) {
	var last error
	for i := 0; i < 3; i++ {
		f, err := os.Open(path)
		if err != nil {
			last = err
			continue
		}
		defer f.Close() // want "deferloop: f "
		data, err := io.ReadAll(f)
		if err == nil {
			return data, nil
		}
		last = err
	}
	return nil, last
}
