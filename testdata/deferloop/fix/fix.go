// Package fix is about fixes.
package fix

import (
	"bufio"
	"database/sql"
	"fmt"
	"io"
	"os"
)

func badSizes(names []string) (n int64) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close() // want "deferloop: f"

		// A file that does not tell how big it is does not count.
		if info, err := f.Stat(); err == nil {
			n += info.Size()
		}
	}
	return n
}

func badFailing(names []string) (int64, error) {
	var n int64
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return 0, fmt.Errorf("open: %w", err)
		}
		defer f.Close() // want "deferloop: f"
		info, err := f.Stat()
		if err != nil {
			return 0, err
		}
		if info.IsDir() {
			continue
		}
		fmt.Println(`a line
and another`, name)
		n += info.Size()
	}
	return n, nil
}

func badLabelled(db *sql.DB, ids [][]int) error {
groups:
	for _, group := range ids {
		tx, err := db.Begin()
		if err != nil {
			return err
		}
		defer tx.Rollback() // want "deferloop: tx"
		for _, id := range group {
			switch {
			case id < 0:
				break
			case id == 0:
				continue groups
			}
			if _, err := tx.Exec("DELETE FROM jobs WHERE id = ?", id); err != nil {
				return err
			}
		}
		if err := tx.Commit(); err != nil {
			return err
		}
	}
	return nil
}

func badTwo(from, to []string) error {
	for i := range from {
		r, err := os.Open(from[i])
		if err != nil {
			return err
		}
		defer r.Close() // want "deferloop: r"
		w, err := os.Open(to[i])
		if err != nil {
			return err
		}
		defer w.Close() // want "deferloop: w"
		if from[i] == "" {
			fmt.Println(r.Name(), w.Name())
		}
	}
	return nil
}

func badBreak(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			break
		}
		defer f.Close() // want "deferloop: f"
		fmt.Println(f.Name())
	}
}

func badReturn(names []string) {
all:
	for {
		for _, name := range names {
			f, err := os.Open(name)
			if err != nil {
				break all
			}
			defer f.Close() // want "deferloop: f"
			if f.Name() == "" {
				continue
			}
			fmt.Println(f.Name())
		}
	}
}

type failure struct{ name string }

func (f *failure) Error() string { return f.name }

func failed(name string) *failure { return &failure{name} }

func badConcrete(names []string) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return failed(name)
		}
		defer f.Close() // want "deferloop: f"
		fmt.Println(f.Name())
	}
	return nil
}

// The loop is left in two ways.
func noFixTwoWays(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			break
		}
		defer f.Close() // want "deferloop: f"
		if f.Name() == "" {
			return
		}
	}
	fmt.Println("done")
}

// It may be nil that is returned.
func noFixResult(names []string, done func(*os.File) error) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // want "deferloop: f"
		if f.Name() == "" {
			return done(f)
		}
	}
	return nil
}

// Another deferred call is meant for the end of the function.
func noFixOther(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close() // want "deferloop: f"
		defer fmt.Println(f.Name())
	}
}

// What reads the files does so behind the loop.
func noFixUsedLater(names []string) error {
	var readers []*bufio.Scanner
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // want "deferloop: f"
		readers = append(readers, bufio.NewScanner(f))
	}
	for _, r := range readers {
		for r.Scan() {
			fmt.Println(r.Text())
		}
	}
	return nil
}

// The fix of the inner loop comes first: it gives returns another meaning than that
// of the outer one.
func fixInner(groups [][]string) error {
	for _, names := range groups {
		list, err := os.Create(names[0])
		if err != nil {
			return err
		}
		defer list.Close() // want "deferloop: list"
		for _, name := range names {
			f, err := os.Open(name)
			if err != nil {
				return err
			}
			defer f.Close() // want "deferloop: f"
			if _, err := io.Copy(list, f); err != nil {
				return err
			}
		}
	}
	return nil
}

// Something else in the body is to be mended first.
func noFixBesideAnother(names []string, check func(string) error) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()             // want "deferloop: f"
		g, err := os.Open(f.Name()) // want "unclosed: g"
		if err != nil {
			return err
		}
		if err := check(g.Name()); err != nil {
			return err
		}
		if err := g.Close(); err != nil {
			return err
		}
	}
	return nil
}
