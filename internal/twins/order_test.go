package twins_test

import (
	"compress/gzip"
	"context"
	"database/sql"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// The first row is read, and the loop is left, as it is by an error of Scan.
func firstUserWrong(conn *sql.Conn, opened func(*sql.Rows)) error {
	rows, err := conn.QueryContext(context.Background(), "SELECT name FROM users")
	if err != nil {
		return err
	}
	opened(rows)
	defer rows.Close()
	//leakvet:ignore cleanuporder this is the wrong twin
	defer conn.Close()
	if !rows.Next() {
		return rows.Err()
	}
	return nil
}

func firstUserRight(conn *sql.Conn) (err error) {
	defer func() { err = errors.Join(err, conn.Close()) }()
	rows, err := conn.QueryContext(context.Background(), "SELECT name FROM users")
	if err != nil {
		return err
	}
	defer rows.Close()
	if !rows.Next() {
		return rows.Err()
	}
	return nil
}

func TestConnBeforeRowsWaitsForEver(t *testing.T) {
	conn := func() *sql.Conn {
		conn, err := newDB(t).Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return conn
	}
	if err := firstUserRight(conn()); err != nil {
		t.Fatal(err)
	}

	var rows *sql.Rows
	opened, done := make(chan struct{}), make(chan error)
	go func() {
		done <- firstUserWrong(conn(), func(r *sql.Rows) { rows = r; close(opened) })
	}()
	<-opened
	for !isBlocked("sql.(*Conn).Close") {
		select {
		case err := <-done:
			t.Fatalf("it came back: %v", err)
		default:
			runtime.Gosched()
		}
	}
	if err := rows.Close(); err != nil { // only this lets it go on
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

// isBlocked reports whether some goroutine waits for a lock below a function.
func isBlocked(function string) bool {
	buf := make([]byte, 1<<20)
	for _, g := range strings.Split(string(buf[:runtime.Stack(buf, true)]), "\n\n") {
		head, stack, _ := strings.Cut(g, "\n")
		if strings.Contains(head, "Lock") && strings.Contains(stack, function) {
			return true
		}
	}
	return false
}

func namesWrong(tx *sql.Tx) (n int, err error) {
	//leakvet:ignore rowserr the point is what happens without
	rows, err := tx.QueryContext(context.Background(), "SELECT name FROM users")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		if n++; n == 3 {
			//leakvet:ignore cleanuporder this is the wrong twin
			if err := tx.Commit(); err != nil {
				return 0, err
			}
		}
	}
	return n, nil
}

func namesRight(tx *sql.Tx) (n int, err error) {
	rows, err := tx.QueryContext(context.Background(), "SELECT name FROM users")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	if err := rows.Err(); err != nil {
		return 0, err
	}
	return n, tx.Commit()
}

func TestCommitCutsRowsOff(t *testing.T) {
	for name, test := range map[string]struct {
		names func(*sql.Tx) (int, error)
		cut   bool
	}{"wrong": {namesWrong, true}, "right": {namesRight, false}} {
		tx, err := newDB(t).Begin()
		if err != nil {
			t.Fatal(err)
		}
		if n, err := test.names(tx); err != nil || (n < users) != test.cut {
			t.Errorf("%s: %d of %d rows, %v", name, n, users, err)
		}
	}
}

func TestFileBeforePoolLeavesFiles(t *testing.T) {
	left := func(test func(path string) error) []string {
		path := newFile(t)
		if err := test(path); err != nil {
			t.Fatal(err)
		}
		entries, err := os.ReadDir(filepath.Dir(path))
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, e := range entries {
			names = append(names, e.Name())
		}
		return names
	}
	wrong := left(func(path string) (err error) {
		db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(wal)")
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, db.Close()) }()
		//leakvet:ignore cleanuporder this is the wrong twin
		defer func() { err = errors.Join(err, os.Remove(path)) }()
		_, err = db.Exec("INSERT INTO users VALUES ('y')")
		return err
	})
	right := left(func(path string) (err error) {
		defer func() { err = errors.Join(err, os.Remove(path)) }()
		db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(wal)")
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, db.Close()) }()
		_, err = db.Exec("INSERT INTO users VALUES ('y')")
		return err
	})
	if len(right) > 0 {
		t.Errorf("right: left behind: %q", right)
	}
	if len(wrong) == 0 {
		t.Error("wrong: nothing is left behind")
	}
}

func TestFileBeforePoolLosesWrites(t *testing.T) {
	path := newFile(t)
	db := open(t, path)
	if n := count(t, db); n != users {
		t.Fatal(n)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("INSERT INTO users VALUES ('y')"); err != nil {
		t.Fatalf("the write fails, and somebody hears of it: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the file is there again")
	}
}

// Between the two, another pool may want to write.
func deleteWrong(db *sql.DB, between func()) (err error) {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()
	defer between()
	//leakvet:ignore cleanuporder this is the wrong twin
	defer func() { err = errors.Join(err, db.Close()) }()
	_, err = tx.Exec("DELETE FROM users")
	return err
}

func deleteRight(db *sql.DB, between func()) (err error) {
	defer func() { err = errors.Join(err, db.Close()) }()
	defer between()
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()
	_, err = tx.Exec("DELETE FROM users")
	return err
}

func TestPoolBeforeTxKeepsItsLock(t *testing.T) {
	for name, test := range map[string]struct {
		remove func(db *sql.DB, between func()) error
		locked bool
	}{"wrong": {deleteWrong, true}, "right": {deleteRight, false}} {
		path := newFile(t)
		err := test.remove(open(t, path), func() {
			if _, err := open(t, path).Exec("DELETE FROM users"); (err != nil) != test.locked {
				t.Errorf("%s: another pool: %v", name, err)
			}
		})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func packWrong(f *os.File) (err error) {
	gz := gzip.NewWriter(f)
	defer func() { err = errors.Join(err, gz.Close()) }()
	//leakvet:ignore cleanuporder this is the wrong twin
	defer func() { err = errors.Join(err, f.Close()) }()
	_, err = gz.Write([]byte("data"))
	return err
}

func packRight(f *os.File) (err error) {
	defer func() { err = errors.Join(err, f.Close()) }()
	gz := gzip.NewWriter(f)
	defer func() { err = errors.Join(err, gz.Close()) }()
	_, err = gz.Write([]byte("data"))
	return err
}

func TestFileBeforeWriterCutsOff(t *testing.T) {
	for name, test := range map[string]struct {
		pack func(*os.File) error
		cut  bool
	}{"wrong": {packWrong, true}, "right": {packRight, false}} {
		path := filepath.Join(t.TempDir(), "data.gz")
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := test.pack(f); (err != nil) != test.cut {
			t.Errorf("%s: %v", name, err)
		}
		if got, err := unpack(path); (err != nil) != test.cut || (got != "data") != test.cut {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func unpack(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	gz, err := gzip.NewReader(f)
	if err != nil {
		return "", err
	}
	data, err := io.ReadAll(gz)
	return string(data), err
}
