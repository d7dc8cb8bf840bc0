// Package other is imported by helpers: what its functions do with a
// resource is known there through facts alone.
package other

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"path/filepath"
)

// CloseQuietly closes and logs.
func CloseQuietly(c io.Closer) {
	if err := c.Close(); err != nil {
		log.Printf("close: %v", err)
	}
}

// CloseAll closes all of them and joins the errors.
func CloseAll(cs ...io.Closer) (err error) {
	for _, c := range cs {
		err = errors.Join(err, c.Close())
	}
	return err
}

// Capture runs closeIt and adds its error to what err points to.
func Capture(err *error, closeIt func() error) {
	*err = errors.Join(*err, closeIt())
}

// ScanNames reads all names and closes the rows.
func ScanNames(rows *sql.Rows) (names []string, err error) {
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

// Header looks at the columns and leaves the rows to the caller.
func Header(rows *sql.Rows) (string, error) {
	cols, err := rows.Columns()
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d columns: %q", len(cols), cols), nil
}

// OpenLog opens the log of a service, which the caller closes.
func OpenLog(dir, service string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, service+".log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("log of %s: %w", service, err)
	}
	return f, nil
}

// DialPlain connects and hides the type behind io.ReadWriteCloser.
func DialPlain(addr string) (io.ReadWriteCloser, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return conn, nil
}

// Check ends the program on an error.
func Check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// Annotate keeps nil.
func Annotate(err error, step string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", step, err)
}

// Discard reads to the end, which ends the rows as well.
func Discard(rows *sql.Rows) error {
	for rows.Next() {
	}
	return rows.Err()
}

// Stdout lends a file that nobody here may close.
func Stdout() *os.File {
	return std
}

var std = os.Stdout

// End commits or rolls back.
func End(tx *sql.Tx, err *error) {
	if *err != nil {
		*err = errors.Join(*err, tx.Rollback())
		return
	}
	*err = tx.Commit()
}

// Reject tells the peer why and leaves the connection open.
func Reject(w io.Writer, reason string) {
	if _, err := fmt.Fprintf(w, "rejected: %s\r\n", reason); err != nil {
		log.Print(err)
	}
}

// Catalog is for packages that do not import database/sql themselves.
type Catalog struct {
	DB *sql.DB
}

// Names hands its rows to the caller.
func (c *Catalog) Names(kind string) (*sql.Rows, error) {
	return c.DB.Query("SELECT name FROM catalog WHERE kind = $1", kind)
}

// Begin hands its transaction to the caller.
func (c *Catalog) Begin() (*sql.Tx, error) {
	return c.DB.Begin()
}
