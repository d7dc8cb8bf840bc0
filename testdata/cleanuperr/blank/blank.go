// Package blank is about errors that are thrown away on purpose: whoever does
// that has thought of them.
package blank

import "database/sql"

func goodBlank(db *sql.DB) error {
	defer func() { _ = db.Close() }()
	return db.Ping()
}

func goodCommit(tx *sql.Tx) {
	_ = tx.Commit()
}
