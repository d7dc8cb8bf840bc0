package other

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
)

// Fail rolls back because of err, if there is one.
func Fail(tx *sql.Tx, err error) error {
	if err == nil {
		return nil
	}
	return errors.Join(err, tx.Rollback())
}

// Failed does so too, and tells what has failed.
func Failed(tx *sql.Tx, what string, err error) error {
	if err != nil {
		return fmt.Errorf("%s: %w (%v)", what, err, tx.Rollback())
	}
	return nil
}

// CloseOn closes because of err, if there is one.
func CloseOn(c io.Closer, err error) {
	if err != nil {
		c.Close()
	}
}
