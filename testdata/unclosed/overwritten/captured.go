package overwritten

import (
	"database/sql"
	"errors"
	"io"
	"os"
)

// A deferred func releases what its variable holds in the end.

func badLastFile(w io.Writer, names []string) (err error) {
	var f *os.File
	defer func() {
		if f != nil {
			err = errors.Join(err, f.Close())
		}
	}()
	for _, name := range names {
		if f, err = os.Open(name); err != nil { // want "unclosed: f .* is not closed before the loop acquires it again"
			return err
		}
		if _, err := io.Copy(w, f); err != nil {
			return err
		}
	}
	return nil
}

func badLastRows(db *sql.DB, tables []string) (hits int, err error) {
	var rows *sql.Rows
	defer func() {
		if rows != nil {
			rows.Close()
		}
	}()
tables:
	for _, table := range tables {
		rows, err = db.Query("SELECT flag FROM " + table) // want "unclosed: rows .* is not closed before the loop acquires it again"
		if err != nil {
			return hits, err
		}
		for rows.Next() {
			var flag bool
			if err := rows.Scan(&flag); err != nil {
				return hits, err
			}
			if flag {
				hits++
				continue tables
			}
		}
		if err := rows.Err(); err != nil {
			return hits, err
		}
	}
	return hits, nil
}

func goodClosedBefore(w io.Writer, names []string) (err error) {
	var f *os.File
	defer func() {
		if f != nil {
			err = errors.Join(err, f.Close())
		}
	}()
	for _, name := range names {
		if f != nil {
			if err := f.Close(); err != nil {
				return err
			}
		}
		if f, err = os.Open(name); err != nil {
			return err
		}
		if _, err := io.Copy(w, f); err != nil {
			return err
		}
	}
	return nil
}

func goodSetToNil(w io.Writer, names []string) (err error) {
	var f *os.File
	defer func() {
		if f != nil {
			err = errors.Join(err, f.Close())
		}
	}()
	for _, name := range names {
		if f, err = os.Open(name); err != nil {
			return err
		}
		if _, err := io.Copy(w, f); err != nil {
			return err
		}
		err, f = f.Close(), nil
		if err != nil {
			return err
		}
	}
	return nil
}

func goodFirstFound(names []string) (err error) {
	var f *os.File
	defer func() {
		if f != nil {
			err = errors.Join(err, f.Close())
		}
	}()
	for _, name := range names {
		if f, err = os.Open(name); err == nil {
			break
		}
	}
	return err
}
