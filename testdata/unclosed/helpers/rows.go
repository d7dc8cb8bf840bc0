package helpers

import "database/sql"

// scanner is what rows look like to who reads them.
type scanner interface {
	Next() bool
	Scan(dest ...any) error
	Err() error
	Close() error
}

// scanInto reads one row, or all of them.
func scanInto(rows scanner, begun bool, dest any) error {
	var err error
	switch dest := dest.(type) {
	case *int:
		for begun || rows.Next() {
			begun = false
			err = rows.Scan(dest)
		}
	case map[string]any:
		if begun || rows.Next() {
			err = rows.Scan(dest)
		}
	}
	if e := rows.Err(); e != nil && e != err {
		err = e
	}
	return err
}

func scanRow(rows *sql.Rows, dest any) error { return scanInto(rows, true, dest) }

func badScannedByHelper(db *sql.DB) (names []string, err error) {
	rows, err := db.Query("SELECT name FROM t") // want "unclosed: rows .*is not closed on every path: it stays open when err != nil"
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var name string
		if err := scanRow(rows, &name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

// It fails only for the error that has closed them.
func skipRow(rows *sql.Rows) error {
	var ignored any
	rows.Scan(&ignored)
	return rows.Err()
}

func skipAny(rows scanner) error {
	var ignored any
	rows.Scan(&ignored)
	return rows.Err()
}

func goodSkipped(db *sql.DB) (n int, err error) {
	rows, err := db.Query("SELECT name FROM t")
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		if err := skipRow(rows); err != nil {
			return n, err
		}
		if err := skipAny(rows); err != nil {
			return n, err
		}
		n++
	}
	return n, rows.Err()
}

// users wraps rows, and keeps their error.
type users struct {
	rows *sql.Rows
	err  error
}

func openUsers(db *sql.DB) (*users, error) {
	rows, err := db.Query("SELECT name FROM users")
	if err != nil {
		return nil, err
	}
	return &users{rows: rows}, nil
}

func (u *users) Next(name *string) bool {
	if !u.rows.Next() {
		u.err = u.rows.Err()
		return false
	}
	if err := u.rows.Scan(name); err != nil {
		u.err = err
		return false
	}
	return true
}

func (u *users) Err() error   { return u.err }
func (u *users) Close() error { return u.rows.Close() }

func badUsers(db *sql.DB) (name string, err error) {
	u, err := openUsers(db) // want "unclosed: u .*is (never|not) closed"
	if err != nil {
		return "", err
	}
	for u.Next(&name) {
		if name == "root" {
			break
		}
	}
	return name, u.Err()
}

func goodUsers(db *sql.DB) (name string, err error) {
	u, err := openUsers(db)
	if err != nil {
		return "", err
	}
	defer u.Close()
	for u.Next(&name) {
		if name == "root" {
			break
		}
	}
	return name, u.Err()
}
