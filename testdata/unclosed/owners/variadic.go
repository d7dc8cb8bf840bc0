package owners

import (
	"database/sql"
	"errors"
	"io"
	"os"

	"example.com/cases/unclosed/helpers/other"
)

// Types whose Close hands all that they hold to one call.

func closeEach(cs ...io.Closer) (err error) {
	for _, c := range cs {
		err = errors.Join(err, c.Close())
	}
	return err
}

type goodStmts struct{ get, put *sql.Stmt }

func (p *goodStmts) Close() error { return closeEach(p.get, p.put) }

func openGoodPair(db *sql.DB) (*goodStmts, error) {
	get, err := db.Prepare("SELECT 1")
	if err != nil {
		return nil, err
	}
	put, err := db.Prepare("SELECT 2")
	if err != nil {
		return nil, errors.Join(err, get.Close())
	}
	return &goodStmts{get, put}, nil
}

type goodFiles struct{ in, out *os.File }

func (f *goodFiles) Close() error { return other.CloseAll(f.in, f.out) }

func openGoodFiles(in, out string) (*goodFiles, error) {
	r, err := os.Open(in)
	if err != nil {
		return nil, err
	}
	w, err := os.Create(out)
	if err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return &goodFiles{r, w}, nil
}

type badFiles struct{ in, out, log *os.File }

func (f *badFiles) Close() error { return closeEach(f.in, f.out) }

func openBadFiles(in, out string) (*badFiles, error) {
	r, err := os.Open(in)
	if err != nil {
		return nil, err
	}
	w, err := os.Create(out)
	if err != nil {
		return nil, errors.Join(err, r.Close())
	}
	log, err := os.Create(out + ".log") // want "unclosed: log .* is never closed: it is kept in badFiles.log, which nothing in the package releases"
	if err != nil {
		return nil, errors.Join(err, closeEach(r, w))
	}
	return &badFiles{r, w, log}, nil
}
