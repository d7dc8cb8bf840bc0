// Package panics runs other code before it releases.
package panics

import (
	"bufio"
	"database/sql"
	"io"
	"log"
	"net/http"
	"os"
)

func badCallback(db *sql.DB, f func(*sql.Tx) error) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		tx.Rollback()
		return err
	}
	return tx.Commit() // want "undeferred: tx .* is not committed or rolled back when it comes to a panic before tx.Commit: defer it"
}

type source struct{ decode func(io.Reader) error }

func (s *source) badField(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	err = s.decode(f)
	f.Close() // want "undeferred: f "
	return err
}

func badEach(url string, each func(line string)) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	for s := bufio.NewScanner(resp.Body); s.Scan(); {
		each(s.Text())
	}
	return resp.Body.Close() // want "undeferred: resp "
}

func badPanic(name string) []byte {
	f, err := os.Open(name)
	if err != nil {
		panic(err)
	}
	data, err := io.ReadAll(f)
	if err != nil {
		panic(err)
	}
	f.Close() // want "undeferred: f "
	return data
}

func goodDeferred(db *sql.DB, f func(*sql.Tx) error) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := f(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// A panic is caught, and the transaction rolled back, before it goes on.
func goodRecovered(db *sql.DB, f func(*sql.Tx) error) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if r := recover(); r != nil {
			tx.Rollback()
			panic(r)
		}
	}()
	if err := f(tx); err != nil {
		tx.Rollback()
		return err
	}
	return tx.Commit()
}

func badOnlyLogged(db *sql.DB, f func(*sql.Tx) error) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if r := recover(); r != nil {
			log.Print(r)
			panic(r)
		}
	}()
	if err := f(tx); err != nil {
		tx.Rollback()
		return err
	}
	return tx.Commit() // want "undeferred: tx .* when it comes to a panic before tx.Commit"
}

func badSwallowed(db *sql.DB, f func(*sql.Tx) error) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if r := recover(); r != nil {
			log.Print(r)
		}
	}()
	if err := f(tx); err != nil {
		tx.Rollback()
		return err
	}
	return tx.Commit() // want "undeferred: tx .* when it comes to a panic before tx.Commit"
}

func parse(r io.Reader) error {
	_, err := io.ReadAll(r)
	return err
}

// What is called by name is known, and trusted.
func goodFunction(url string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	err = parse(resp.Body)
	resp.Body.Close()
	return err
}

// Nothing stands between that is not of the standard library or the resource.
func goodShort(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(f)
	if err != nil {
		f.Close()
		return nil, err
	}
	return data, f.Close()
}

func goodCalledAfter(name string, f func()) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	f()
	return nil
}

// What ends the process runs no defers.
func goodExit(name string, f func(io.Reader) error) {
	file, err := os.Open(name)
	if err != nil {
		log.Fatal(err)
	}
	if err := f(file); err != nil {
		file.Close()
		log.Fatal(err)
	}
	file.Close()
}

func goodLoop(names []string, f func(io.Reader) error) error {
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		err = f(file)
		file.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// No case is ready: it waits, and does not panic.
func goodSelect(name string, files chan<- *os.File, stop <-chan struct{}) {
	f, err := os.Open(name)
	if err != nil {
		return
	}
	select {
	case files <- f:
	case <-stop:
		f.Close() // ok
	}
}
