package helpers

import (
	"database/sql"
	"errors"
	"os"

	"example.com/cases/unclosed/helpers/other"
)

// A helper that reads the rows to their end has closed them, unless it fails before.

func badTitles(db *sql.DB) ([]string, error) {
	rows, err := db.Query("SELECT title FROM books") // want "unclosed: rows .*is not closed on every path: it stays open when other.Titles fails"
	if err != nil {
		return nil, err
	}
	return other.Titles(rows)
}

func badTitlesChecked(db *sql.DB) (int, error) {
	rows, err := db.Query("SELECT title FROM books") // want "unclosed: rows .*is not closed on every path: it stays open when err != nil"
	if err != nil {
		return 0, err
	}
	titles, err := other.Titles(rows)
	if err != nil {
		return 0, err
	}
	return len(titles), nil
}

func badCollect(db *sql.DB) ([]int, error) {
	rows, err := db.Query("SELECT id FROM books") // want "unclosed: rows .*is not closed on every path"
	if err != nil {
		return nil, err
	}
	return other.Collect(rows, func(rows *sql.Rows) (id int, err error) {
		err = rows.Scan(&id)
		return id, err
	})
}

func goodTitles(db *sql.DB) ([]string, error) {
	rows, err := db.Query("SELECT title FROM books")
	if err != nil {
		return nil, err
	}
	titles, err := other.Titles(rows)
	if err != nil {
		return nil, errors.Join(err, rows.Close())
	}
	return titles, nil
}

func goodCollect(db *sql.DB) ([]int, error) {
	rows, err := db.Query("SELECT id FROM books")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return other.Collect(rows, func(rows *sql.Rows) (id int, err error) {
		err = rows.Scan(&id)
		return id, err
	})
}

// Where it fails there is nothing to close: Next has said no.
func goodCount(db *sql.DB) (int, error) {
	rows, err := db.Query("SELECT id FROM books")
	if err != nil {
		return 0, err
	}
	return other.Count(rows)
}

// A constructor that fails has not taken what it was given, even if its results are
// returned as they are.

func badNewLog(name string) (*other.Log, error) {
	f, err := os.Open(name) // want "unclosed: f .*is not closed on every path: it stays open when other.NewLog fails"
	if err != nil {
		return nil, err
	}
	return other.NewLog(f)
}

func goodNewLog(name string) (*other.Log, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	l, err := other.NewLog(f)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return l, nil
}

func goodNewLogOf(name string) (*other.Log, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return other.NewLogOf(f)
}

// Who does not look at the error relies on the result.
func goodNewLogTrusted(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	l, _ := other.NewLog(f)
	return l.Close()
}

// What was read so far will do, but the rows stay open.
func badTitlesTrusted(db *sql.DB) []string {
	rows, err := db.Query("SELECT title FROM books") // want "unclosed: rows .*is not closed on every path: it stays open when other.Titles fails"
	if err != nil {
		return nil
	}
	titles, _ := other.Titles(rows)
	return titles
}
