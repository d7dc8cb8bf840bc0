package files

import (
	"bufio"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
)

func badCreated(path string, data []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close() // want "cleanuperr: the error of f.Close is dropped: what could not be written is taken for saved"
	_, err = f.Write(data)
	return err
}

func badAppended(path, line string) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close() // want "cleanuperr: the error of f.Close is dropped"
	_, err = fmt.Fprintln(f, line)
	return err
}

func badDownloaded(url, path string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	f, err := os.CreateTemp(path, "x")
	if err != nil {
		return err
	}
	defer func() {
		f.Close() // want "cleanuperr: the error of f.Close is dropped"
	}()
	_, err = io.Copy(f, resp.Body)
	return err
}

// The database is still there for whoever comes next.
func badDatabaseFile(dir string) error {
	path := filepath.Join(dir, "data.db")
	defer os.Remove(path) // want "cleanuperr: the error of os.Remove is dropped: the file stays, and nobody hears of it"
	return os.WriteFile(path, nil, 0o600)
}

func badDatabaseFolder() (err error) {
	dir, err := os.MkdirTemp("", "x")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) // want "cleanuperr: the error of os.RemoveAll is dropped"
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "state")+"?mode=rwc")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.Ping()
}

type disk struct {
	db   *sql.DB
	path string
}

func newDisk(path string) (*disk, error) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return nil, err
	}
	return &disk{db: db, path: path}, nil
}

// A data source was made of the field elsewhere.
func (d *disk) Destroy() {
	if err := d.db.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Remove(d.path) // want "cleanuperr: the error of os.Remove is dropped"
}

func goodRead(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

func goodReadOnly(path string) (string, error) {
	f, err := os.OpenFile(path, os.O_RDONLY, 0)
	if err != nil {
		return "", err
	}
	defer f.Close()
	return bufio.NewReader(f).ReadString('\n')
}

func goodClosedTwice(path string, data []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Close()
}

func goodSynced(path string, data []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Sync()
}

// Nothing is written.
func goodTouched(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return nil
}

func goodCheckedLater(path string, data []byte) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()
	_, err = f.Write(data)
	return err
}

// An ordinary file that stays costs a little room.
func goodScratch() error {
	f, err := os.CreateTemp("", "x")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	return f.Close()
}

func goodBody(url string) (int, error) {
	resp, err := http.Get(url)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	return resp.StatusCode, nil
}

func goodRemoved(dir string) (err error) {
	path := filepath.Join(dir, "data.sqlite")
	defer func() { err = errors.Join(err, os.Remove(path)) }()
	return os.WriteFile(path, nil, 0o600)
}

// What is in it does not matter.
func goodThrownAway(src io.Reader) (n int64, err error) {
	f, err := os.CreateTemp("", "x")
	if err != nil {
		return 0, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	return io.Copy(f, src)
}

// Whoever reads the file next gets half of it.
func badPlain(path string, data []byte) (*os.File, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	if _, err := f.Write(data); err != nil {
		f.Close()
		return nil, err
	}
	f.Close() // want "cleanuperr: the error of f.Close is dropped"
	return os.Open(path)
}

func goodNobodyToTell(path string, data []byte) {
	f, err := os.Create(path)
	if err != nil {
		return
	}
	f.Write(data)
	f.Close()
}

// Who opened it does not matter.
func badGiven(open func(string) (*os.File, error), path string, data []byte) error {
	f, err := open(path)
	if err != nil {
		return err
	}
	defer f.Close() // want "cleanuperr: the error of f.Close is dropped"
	_, err = fmt.Fprintf(f, "%s", data)
	return err
}

func goodGiven(open func(string) (*os.File, error), path string) ([]byte, error) {
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

func goodThrownAwayGiven(open func() (*os.File, error), src io.Reader) (n int64, err error) {
	f, err := open()
	if err != nil {
		return 0, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	return io.Copy(f, src)
}

// The reader of a pipe is told that there is no more.
func goodPipe(print func()) (string, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return "", err
	}
	stdout := os.Stdout
	os.Stdout = w
	defer func() { os.Stdout = stdout }()
	done := make(chan string)
	go func() {
		defer r.Close()
		text, _ := io.ReadAll(r)
		done <- string(text)
	}()
	print()
	w.Close()
	return <-done, nil
}
