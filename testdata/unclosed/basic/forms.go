package basic

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
)

// store embeds the pool: its methods are promoted.
type store struct {
	*sql.DB
	query func(table string) (*sql.Rows, error)
}

// A promoted method acquires; the rows are left.
func (s *store) badPromoted() ([]string, error) {
	rows, err := s.Query("SELECT * FROM t") // want "unclosed: rows .*is never closed"
	if err != nil {
		return nil, err
	}
	return rows.Columns()
}

// A promoted method acquires; the rows are closed.
func (s *store) goodPromoted() ([]string, error) {
	rows, err := s.Query("SELECT * FROM t")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return rows.Columns()
}

// A field that is a function acquires; the rows are left.
func (s *store) badFuncField() ([]string, error) {
	rows, err := s.query("t") // want "unclosed: rows .*is never closed"
	if err != nil {
		return nil, err
	}
	return rows.Columns()
}

// A method value of the pool acquires; the rows are left.
func badMethodValue(db *sql.DB, verbose bool) ([]string, error) {
	query := db.Query
	if verbose {
		log.Print("listing t")
	}
	rows, err := query("SELECT * FROM t") // want "unclosed: rows .*is never closed"
	if err != nil {
		return nil, err
	}
	return rows.Columns()
}

// A method value of the pool acquires; the rows are closed.
func goodMethodValue(db *sql.DB) ([]string, error) {
	query := db.Query
	rows, err := query("SELECT * FROM t")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return rows.Columns()
}

// A method expression releases.
func goodMethodExpression(path string) (int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer (*os.File).Close(f)
	return f.Seek(0, io.SeekEnd)
}

type resultSet = sql.Rows

// An alias of the type is the type.
func badTypeAlias(db *sql.DB) ([]string, error) {
	var rows *resultSet
	var err error
	if rows, err = db.Query("SELECT * FROM t"); err != nil { // want "unclosed: rows .*is never closed"
		return nil, err
	}
	return rows.Columns()
}

// The inner variable has the name of the outer one, which is closed.
func badShadowedHandle(first, second string) (err error) {
	f, err := os.Open(first)
	if err != nil {
		return err
	}
	defer f.Close()
	if second != "" {
		f, err := os.Open(second) // want "unclosed: f .*is never closed"
		if err != nil {
			return err
		}
		if _, err := io.Copy(io.Discard, f); err != nil {
			return err
		}
	}
	_, err = io.Copy(io.Discard, f)
	return err
}

// The inner variable has the name of the outer one; both are closed.
func goodShadowedHandle(first, second string) (err error) {
	f, err := os.Open(first)
	if err != nil {
		return err
	}
	defer f.Close()
	if second != "" {
		f, err := os.Open(second)
		if err != nil {
			return err
		}
		defer f.Close()
		if _, err := io.Copy(io.Discard, f); err != nil {
			return err
		}
	}
	_, err = io.Copy(io.Discard, f)
	return err
}

// Printing the rows does not close them.
func badPrinted(db *sql.DB) error {
	rows, err := db.Query("SELECT * FROM t") // want "unclosed: rows .*is never closed"
	if err != nil {
		return err
	}
	fmt.Printf("%T %v\n", rows, rows.Err())
	return nil
}

// Closed only where something went wrong.
func badClosedOnErrOnly(db *sql.DB) ([]string, error) {
	rows, err := db.Query("SELECT * FROM t") // want "unclosed: rows .*is not closed"
	if err != nil {
		return nil, err
	}
	cols, err := rows.Columns()
	if err != nil {
		return nil, errors.Join(err, rows.Close())
	}
	return cols, nil
}

// Closed in a case of a select that need not be taken.
func badClosedInSelect(path string, done <-chan struct{}) error {
	f, err := os.Open(path) // want "unclosed: f .*is not closed"
	if err != nil {
		return err
	}
	select {
	case <-done:
		f.Close()
	default:
		_, err = io.Copy(io.Discard, f)
	}
	return err
}

// Closed in every case of a select.
func goodClosedInSelect(path string, done <-chan struct{}) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	select {
	case <-done:
		return f.Close()
	default:
		_, err = io.Copy(io.Discard, f)
		return errors.Join(err, f.Close())
	}
}

// Kept in a local struct that goes nowhere.
func badLocalStruct(path string) (int64, error) {
	f, err := os.Open(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return 0, err
	}
	job := struct {
		src  *os.File
		size int64
	}{src: f}
	job.size, err = job.src.Seek(0, io.SeekEnd)
	return job.size, err
}

// Kept in a local struct and closed through it.
func goodLocalStruct(path string) (int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	job := struct {
		src  *os.File
		size int64
	}{src: f}
	defer job.src.Close()
	job.size, err = job.src.Seek(0, io.SeekEnd)
	return job.size, err
}

// A function literal that runs when the package is set up.
var badSetup = func() string {
	f, err := os.Open("/etc/hostname") // want "unclosed: f .*is never closed"
	if err != nil {
		return "localhost"
	}
	name, err := io.ReadAll(f)
	if err != nil {
		return "localhost"
	}
	return string(name)
}()

// A function literal that runs when the package is set up, and closes.
var goodSetup = func() string {
	f, err := os.Open("/etc/hostname")
	if err != nil {
		return "localhost"
	}
	defer f.Close()
	name, err := io.ReadAll(f)
	if err != nil {
		return "localhost"
	}
	return string(name)
}()

// A package variable holds its file as long as the process lives.
var goodDevNull, _ = os.OpenFile(os.DevNull, os.O_WRONLY, 0)
