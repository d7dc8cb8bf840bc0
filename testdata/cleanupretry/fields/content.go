package fields

import (
	"database/sql"
	"errors"
	"log"
	"os"
	"path/filepath"
	"strings"
)

// What a file says is not the file: the name of a database may be read from it.
type node struct {
	db      *sql.DB
	urlFile string
}

func (n *node) open() error {
	url, err := os.ReadFile(n.urlFile)
	if err != nil {
		return err
	}
	n.db, err = sql.Open("sqlite", strings.TrimSpace(string(url)))
	return err
}

func (n *node) Close() error {
	return errors.Join(n.db.Close(), os.Remove(n.urlFile))
}

// The database of a server is in no file of this machine, whoever has opened it.
func connect(dir string) (*sql.DB, error) { return sql.Open("postgres", "host="+dir) }

func withServer(dir string, use func(*sql.DB) error) error {
	db, err := connect(dir)
	if err != nil {
		return err
	}
	defer func() {
		if err := errors.Join(db.Close(), os.RemoveAll(dir)); err != nil {
			log.Print(err)
		}
	}()
	return use(db)
}

func openIn(dir string) (*sql.DB, error) { return sql.Open("sqlite", filepath.Join(dir, "data")) }

func withFile(dir string, use func(*sql.DB) error) error {
	db, err := openIn(dir)
	if err != nil {
		return err
	}
	defer func() {
		if err := errors.Join(db.Close(), os.RemoveAll(dir)); err != nil { // want "cleanupretry: os.RemoveAll of a database is tried once"
			log.Print(err)
		}
	}()
	return use(db)
}
