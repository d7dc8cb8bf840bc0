package errorpath

import (
	"compress/gzip"
	"database/sql"
	"fmt"
	"io"
)

// A deferred call that is given the address of the error wraps it: it is one still.

func wrap(err *error, what string) {
	if *err != nil {
		*err = fmt.Errorf("%s: %w", what, *err)
	}
}

func goodGzip(w io.Writer, data []byte) (err error) {
	defer wrap(&err, "gzip")
	zw := gzip.NewWriter(w)
	if _, err := zw.Write(data); err != nil {
		return err
	}
	return zw.Close()
}

func goodLentTx(tx *sql.Tx) (ids []int, err error) {
	defer wrap(&err, "ids")
	rows, err := tx.Query("SELECT id FROM t")
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

func badGzip(w io.Writer, data []byte) (n int, err error) {
	defer wrap(&err, "gzip")
	zw := gzip.NewWriter(w) // want "unclosed: zw .* is not closed on every path"
	n, err = zw.Write(data)
	if err != nil {
		return 0, err
	}
	if n == 0 {
		return 0, nil
	}
	return n, zw.Close()
}

func badRows(db *sql.DB) (ids []int, err error) {
	defer wrap(&err, "ids")
	rows, err := db.Query("SELECT id FROM t") // want "unclosed: rows .* is not closed on every path"
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}
