package other

import (
	"bufio"
	"database/sql"
	"os"
)

// Titles reads to the end, and leaves the rows to the caller where it fails before.
func Titles(rows *sql.Rows) (titles []string, err error) {
	for rows.Next() {
		var title string
		if err := rows.Scan(&title); err != nil {
			return nil, err
		}
		titles = append(titles, title)
	}
	return titles, rows.Err()
}

// Collect is lent the rows by who scans them, and lends them on.
func Collect[T any](rows *sql.Rows, scan func(*sql.Rows) (T, error)) (all []T, err error) {
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}

// Count reads to the end whatever it finds.
func Count(rows *sql.Rows) (n int, err error) {
	for rows.Next() {
		n++
	}
	return n, rows.Err()
}

// A Log is read by lines, and closed.
type Log struct {
	r *bufio.Reader
	f *os.File
}

// Close closes the file.
func (l *Log) Close() error { return l.f.Close() }

// NewLog takes the file, unless it fails.
func NewLog(f *os.File) (*Log, error) {
	r := bufio.NewReader(f)
	if _, err := r.ReadString('\n'); err != nil {
		return nil, err
	}
	return &Log{r: r, f: f}, nil
}

// NewLogOf takes the file in any case.
func NewLogOf(f *os.File) (*Log, error) {
	r := bufio.NewReader(f)
	if _, err := r.ReadString('\n'); err != nil {
		f.Close()
		return nil, err
	}
	return &Log{r: r, f: f}, nil
}
