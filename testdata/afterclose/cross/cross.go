// Package cross uses what another package has released.
package cross

import (
	"database/sql"
	"errors"
	"io"
	"os"

	"example.com/cases/afterclose/cross/lib"
)

// The function of the other package closes.
func badCloser(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = f.WriteString("header\n")
	lib.CloseAndLog(f)
	return errors.Join(err, f.Sync()) // want "afterclose: f "
}

// The function of the other package reads, and closes as well.
func badSlurped(path string) ([]byte, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	data, err := lib.Slurp(f)
	if err != nil {
		return nil, err
	}
	return data, f.Truncate(0) // want "afterclose: f "
}

// The owner is inferred in the other package.
func badStore(dsn string, id int) error {
	st, err := lib.OpenStore(dsn)
	if err != nil {
		return err
	}
	if err := errors.Join(st.Delete(id), st.Close()); err != nil {
		return err
	}
	return st.Delete(id + 1) // want "afterclose: st "
}

// The pool is closed, and goes out within the owner of the other package.
func badWrapped(dsn string) (*lib.Store, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	if err := db.Ping(); err != nil {
		return nil, err
	}
	return lib.NewStore(db), nil // want "afterclose: "
}

// The function of the other package leaves the file open.
func goodSized(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer lib.CloseAndLog(f)
	size, err := lib.Size(f)
	if err != nil {
		return nil, err
	}
	data := make([]byte, size)
	_, err = io.ReadFull(f, data)
	return data, err
}

// What was read is used, not the file.
func goodSlurped(path string) (int, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	data, err := lib.Slurp(f)
	return len(data), err
}

func goodWrapped(dsn string) (*lib.Store, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	if err := db.Ping(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return lib.NewStore(db), nil
}
