package guards

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
)

// Two errors in one test: either failure loses the other file.
func badJoinedErrors(left, right string) error {
	a, errA := os.Open(left)  // want "unclosed: a .*is not closed"
	b, errB := os.Open(right) // want "unclosed: b .*is not closed"
	if err := errors.Join(errA, errB); err != nil {
		return err
	}
	defer a.Close()
	defer b.Close()
	_, err := io.Copy(a, b)
	return err
}

// Two errors in one test: what is open is closed.
func goodJoinedErrors(left, right string) error {
	a, errA := os.Open(left)
	if errA == nil {
		defer a.Close()
	}
	b, errB := os.Open(right)
	if errB == nil {
		defer b.Close()
	}
	if err := errors.Join(errA, errB); err != nil {
		return err
	}
	_, err := io.Copy(a, b)
	return err
}

// A bool made of the error stands for it.
func goodBoolOfError(path string) []byte {
	f, err := os.Open(path)
	opened := err == nil
	if opened {
		defer f.Close()
	}
	if !opened {
		log.Printf("no %s, using defaults", path)
		return nil
	}
	data, err := io.ReadAll(f)
	if err != nil {
		return nil
	}
	return data
}

// A bool made of the error, joined with one that has nothing to do with it.
func badBoolOfError(path string, wanted bool) []byte {
	f, err := os.Open(path) // want "unclosed: f .*is not closed"
	usable := err == nil && wanted
	if !usable {
		return nil
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return nil
	}
	return data
}

// tryOpen returns nil where there is nothing to open.
func tryOpen(path string) *os.File {
	f, err := os.Open(path)
	if err != nil {
		log.Print(err)
		return nil
	}
	return f
}

// Nil from a helper is all the error there is.
func goodNilFromHelper(path string) int64 {
	f := tryOpen(path)
	if f == nil {
		return 0
	}
	defer f.Close()
	n, _ := io.Copy(io.Discard, f)
	return n
}

// Nil from a helper is tested, the file is left.
func badNilFromHelper(path string) int64 {
	f := tryOpen(path) // want "unclosed: f .*is never closed"
	if f == nil {
		return 0
	}
	n, _ := io.Copy(io.Discard, f)
	return n
}

// find returns true with an open file, false with none.
func find(paths []string) (*os.File, bool) {
	for _, path := range paths {
		if f, err := os.Open(path); err == nil {
			return f, true
		}
	}
	return nil, false
}

// The second result tells whether there is a file.
func goodFound(paths []string) ([]byte, error) {
	f, ok := find(paths)
	if !ok {
		return nil, os.ErrNotExist
	}
	defer f.Close()
	return io.ReadAll(f)
}

// The second result is tested, the file is left on success.
func badFound(paths []string) ([]byte, error) {
	f, ok := find(paths) // want "unclosed: f .*is never closed"
	if !ok {
		return nil, os.ErrNotExist
	}
	return io.ReadAll(f)
}

// The rows are used in the condition of the if that declares them.
func badConditionUses(db *sql.DB) bool {
	if rows, err := db.Query("SELECT 1 FROM locks"); err == nil && rows.Next() { // want "unclosed: rows .*is (never|not) closed"
		return true
	}
	return false
}

// The rows are declared, tested and closed in an if-else chain.
func goodElseChain(db *sql.DB) (n int) {
	if rows, err := db.Query("SELECT 1 FROM locks"); err != nil {
		log.Print(err)
	} else if cols, err := rows.Columns(); err != nil {
		rows.Close()
		log.Print(err)
	} else {
		rows.Close()
		n = len(cols)
	}
	return n
}

// One arm of an if-else chain forgets.
func badElseChain(db *sql.DB) (n int) {
	if rows, err := db.Query("SELECT 1 FROM locks"); err != nil { // want "unclosed: rows .*is not closed"
		log.Print(err)
	} else if cols, err := rows.Columns(); err != nil {
		log.Print(err)
	} else {
		rows.Close()
		n = len(cols)
	}
	return n
}

// The naked return hands both results over.
func goodNakedReturn(path string) (f *os.File, err error) {
	f, err = os.Open(path)
	if err != nil {
		err = fmt.Errorf("open: %w", err)
		return
	}
	log.Printf("opened %s", f.Name())
	return
}

// The pointer that is given takes the file.
func goodOutParameter(path string, out **os.File) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	*out = f
	return nil
}

// A counter that is not the flag it looks like.
func badCounter(paths []string, limit int) error {
	opened := 0
	for _, path := range paths {
		f, err := os.Open(path) // want "unclosed: f .*is not closed"
		if err != nil {
			return err
		}
		opened++
		if opened < limit {
			f.Close()
		}
	}
	return nil
}

// A second error variable is tested in place of the first.
func badWrongError(db *sql.DB, query string) ([]string, error) {
	_, execErr := db.Exec("SET TRANSACTION READ ONLY")
	rows, err := db.Query(query) // want "unclosed: rows .*is not closed"
	if execErr != nil {
		return nil, execErr
	}
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return rows.Columns()
}
