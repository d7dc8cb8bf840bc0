package paths

import (
	"database/sql"

	"example.com/cases/undisposed/paths/lib"
)

// A callee that never fails takes what it is given.
func surely(dsn string, use func(*lib.Data)) error {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return err
	}
	data, cleanup, err := lib.New(db)
	if err != nil {
		return err
	}
	defer cleanup()
	use(data)
	return nil
}

func perhaps(dsn string, use func(*lib.Data)) error {
	db, err := sql.Open("sqlite", dsn) // want "undisposed: db \\(\\*sql.DB\\) is not closed on every path"
	if err != nil {
		return err
	}
	data, cleanup, err := lib.Check(db)
	if err != nil {
		return err
	}
	defer cleanup()
	use(data)
	return nil
}
