package row

import (
	"database/sql"
	"errors"
)

// There is another set of results, of which one row is read.
func badSecondSet(db *sql.DB) (n int, err error) {
	rows, err := db.Query("CALL both()") // want "unclosed: rows .*is not closed on every path"
	if err != nil {
		return 0, err
	}
	for rows.Next() {
	}
	if rows.NextResultSet() && rows.Next() {
		err = rows.Scan(&n)
	}
	return n, errors.Join(err, rows.Err())
}

func goodSecondSet(db *sql.DB) (n int, err error) {
	rows, err := db.Query("CALL both()")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
	}
	if rows.NextResultSet() && rows.Next() {
		err = rows.Scan(&n)
	}
	return n, errors.Join(err, rows.Err())
}

func goodAllSets(db *sql.DB) (n int, err error) {
	rows, err := db.Query("CALL both()")
	if err != nil {
		return 0, err
	}
	for {
		for rows.Next() {
			n++
		}
		if !rows.NextResultSet() {
			break
		}
	}
	return n, rows.Err()
}

func goodWhileSets(db *sql.DB) (n int, err error) {
	rows, err := db.Query("CALL both()")
	if err != nil {
		return 0, err
	}
	for more := true; more; more = rows.NextResultSet() {
		for rows.Next() {
			n++
		}
	}
	return n, rows.Err()
}
