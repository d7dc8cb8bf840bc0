// Package noimport meets resources without importing the packages they come
// from.
package noimport

import (
	"errors"

	"example.com/cases/unclosed/helpers/other"
)

// The rows are closed.
func goodNames(c *other.Catalog, kind string) (names []string, err error) {
	rows, err := c.Names(kind)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

// The rows are left when one cannot be scanned.
func badNames(c *other.Catalog, kind string) (names []string, err error) {
	rows, err := c.Names(kind) // want "unclosed: rows .*is (never|not) closed"
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

// A field of a type from another package leads to the pool.
func badField(c *other.Catalog) (bool, error) {
	rows, err := c.DB.Query("SELECT 1 FROM catalog") // want "unclosed: rows .*is (never|not) closed"
	if err != nil {
		return false, err
	}
	return rows.Next(), nil
}

// A field of a type from another package leads to a row that is scanned.
func goodField(c *other.Catalog) (n int, err error) {
	err = c.DB.QueryRow("SELECT count(*) FROM catalog").Scan(&n)
	return n, err
}

// The transaction ends on both paths.
func goodBegin(c *other.Catalog, name string) error {
	tx, err := c.Begin()
	if err != nil {
		return err
	}
	if _, err := tx.Exec("DELETE FROM catalog WHERE name = $1", name); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// The transaction is left open on an error.
func badBegin(c *other.Catalog, name string) error {
	tx, err := c.Begin() // want "unclosed: tx .*is not committed or rolled back"
	if err != nil {
		return err
	}
	if _, err := tx.Exec("DELETE FROM catalog WHERE name = $1", name); err != nil {
		return err
	}
	return tx.Commit()
}

// The log that a helper opened is closed.
func goodLog(dir string) error {
	f, err := other.OpenLog(dir, "audit")
	if err != nil {
		return err
	}
	_, err = f.WriteString("start\n")
	return errors.Join(err, f.Close())
}

// The log that a helper opened is closed only if it could be written.
func badLog(dir string) error {
	f, err := other.OpenLog(dir, "audit") // want "unclosed: f .*is not closed"
	if err != nil {
		return err
	}
	if _, err := f.WriteString("start\n"); err != nil {
		return err
	}
	return f.Close()
}
