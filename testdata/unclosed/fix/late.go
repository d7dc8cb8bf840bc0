package fix

import (
	"context"
	"database/sql"
	"io/fs"
	"net/http"
	"os"
	"sync"
)

// The defer is there, but stands behind the first way out: it moves.
func badLateDefer(name string) (int, error) {
	f, err := os.Open(name) // want "unclosed: f"
	if err != nil {
		return 0, err
	}
	b := make([]byte, 10)
	if _, err := f.Read(b); err != nil {
		return 0, err
	}
	defer f.Close()
	return f.Read(b)
}

// What is returned is made of the file, which is closed by then as it is.
func badLateView(dir string) ([]fs.FileInfo, error) {
	f, err := os.Open(dir) // want "unclosed: f"
	if err != nil {
		return nil, err
	}
	list, err := f.Readdir(-1)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return list, nil
}

func badClosedView(name string) (fs.FileInfo, error) {
	f, err := os.Open(name) // want "unclosed: f"
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	f.Close()
	return info, nil
}

// The other deferred call goes on coming after the Close.
func badLateAfterAnother(mu *sync.Mutex, name string) (int, error) {
	f, err := os.Open(name) // want "unclosed: f"
	if err != nil {
		return 0, err
	}
	b := make([]byte, 10)
	if _, err := f.Read(b); err != nil {
		return 0, err
	}
	mu.Lock()
	defer mu.Unlock()
	defer f.Close()
	return f.Read(b)
}

// The other one holds another file.
func badLateReassigned(names []string) (int, error) {
	f, err := os.Open(names[0]) // want "unclosed: f"
	if err != nil {
		return 0, err
	}
	b := make([]byte, 10)
	if _, err := f.Read(b); err != nil {
		return 0, err
	}
	f.Close()
	f, err = os.Open(names[1])
	if err != nil {
		return 0, err
	}
	defer f.Close()
	return f.Read(b)
}

// Only one way defers it, and the others do not come by there.
func badLateBranch(name string, long bool) (int, error) {
	f, err := os.Open(name) // want "unclosed: f"
	if err != nil {
		return 0, err
	}
	b := make([]byte, 10)
	if long {
		defer f.Close()
		return f.Read(b)
	}
	return len(f.Name()), nil
}

func badLateRows(ctx context.Context, db *sql.DB) (names []string, err error) {
	rows, err := db.QueryContext(ctx, "SELECT name FROM users") // want "unclosed: rows"
	if err != nil {
		return nil, err
	}
	columns, err := rows.Columns()
	if err != nil || len(columns) == 0 {
		return nil, err
	}
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

// What the response says beside its body can be read when that is closed.
func badOtherField(client *http.Client, req *http.Request) (any, error) {
	resp, err := client.Do(req) // want "unclosed: resp"
	if err != nil {
		return nil, err
	}
	if resp.TLS == nil || len(resp.TLS.PeerCertificates) == 0 {
		return nil, nil
	}
	return resp.TLS.PeerCertificates[0], nil
}

// The rows are needed by whoever gets them: only the way that loses them closes them.
func badHandedOut(ctx context.Context, db *sql.DB, wanted bool) (*sql.Rows, error) {
	rows, err := db.QueryContext(ctx, "SELECT name FROM users") // want "unclosed: rows"
	if err != nil {
		return nil, err
	}
	if !wanted {
		return nil, nil
	}
	return rows, nil
}

var registry []*os.File

// register has the file if it succeeds.
func register(f *os.File) error {
	if len(registry) > 10 {
		return fs.ErrInvalid
	}
	registry = append(registry, f)
	return nil
}

// Two ways share the return, and on one of them the file is in use.
func noFixShared(name string, wanted bool) (err error) {
	f, err := os.Open(name) // want "unclosed: f"
	if err != nil {
		return err
	}
	if wanted {
		err = register(f)
	}
	return err
}
