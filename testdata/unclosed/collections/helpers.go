package collections

import (
	"database/sql"
	"errors"
	"io"
	"net"
	"os"
	"slices"
)

func openAll(names []string) ([]*os.File, error) {
	var files []*os.File
	for _, n := range names {
		f, err := os.Open(n)
		if err != nil {
			for _, f := range files {
				f.Close()
			}
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

func openPair(a, b string) ([2]*os.File, error) {
	f, err := os.Open(a)
	if err != nil {
		return [2]*os.File{}, err
	}
	g, err := os.Open(b)
	if err != nil {
		f.Close()
		return [2]*os.File{}, err
	}
	return [2]*os.File{f, g}, nil
}

func dialAll(addrs []string) (map[string]net.Conn, error) {
	conns := make(map[string]net.Conn, len(addrs))
	for _, addr := range addrs {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			return nil, errors.Join(err, hangUp(conns))
		}
		conns[addr] = c
	}
	return conns, nil
}

func hangUp(conns map[string]net.Conn) error {
	var err error
	for _, c := range conns {
		err = errors.Join(err, c.Close())
	}
	return err
}

// openReaders hands them out as what they are read by.
func openReaders(a, b string) ([]io.ReadCloser, error) {
	f, err := os.Open(a)
	if err != nil {
		return nil, err
	}
	g, err := os.Open(b)
	if err != nil {
		f.Close()
		return nil, err
	}
	return []io.ReadCloser{f, g}, nil
}

func badCounted(names []string) (int, error) {
	files, err := openAll(names) // want "unclosed: files .*is never closed"
	if err != nil {
		return 0, err
	}
	return len(files), nil
}

func badEarly(names []string) error {
	files, err := openAll(names) // want "unclosed: files .*is not closed on every path"
	if err != nil {
		return err
	}
	for _, f := range files {
		if _, err := f.Stat(); err != nil {
			return err
		}
	}
	for _, f := range files {
		f.Close()
	}
	return nil
}

func badPair(a, b string) error {
	pair, err := openPair(a, b) // want "unclosed: pair .*is never closed"
	if err != nil {
		return err
	}
	_, err = io.Copy(pair[0], pair[1])
	return err
}

func badMap(addrs []string, msg []byte) error {
	conns, err := dialAll(addrs) // want "unclosed: conns .*is not closed on every path"
	if err != nil {
		return err
	}
	for _, c := range conns {
		if _, err := c.Write(msg); err != nil {
			return err
		}
	}
	return hangUp(conns)
}

func badReaders(a, b string) ([]byte, error) {
	rs, err := openReaders(a, b) // want "unclosed: rs .*is never closed"
	if err != nil {
		return nil, err
	}
	return io.ReadAll(rs[0])
}

func goodDeferred(names []string) error {
	files, err := openAll(names)
	if err != nil {
		return err
	}
	defer func() {
		for _, f := range files {
			f.Close()
		}
	}()
	for _, f := range files {
		if _, err := f.Stat(); err != nil {
			return err
		}
	}
	return nil
}

func goodLater(names []string) error {
	files, err := openAll(names)
	if err != nil {
		return err
	}
	for _, f := range files {
		defer f.Close()
	}
	_, err = io.Copy(io.Discard, files[0])
	return err
}

func goodEmpty(names []string) error {
	files, err := openAll(names)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return errors.New("nothing to do")
	}
	slices.Reverse(files)
	for _, f := range files {
		_ = f.Close()
	}
	return nil
}

func goodPair(a, b string) error {
	pair, err := openPair(a, b)
	if err != nil {
		return err
	}
	defer pair[0].Close()
	defer pair[1].Close()
	_, err = io.Copy(pair[0], pair[1])
	return err
}

func goodMap(addrs []string, msg []byte) (err error) {
	conns, err := dialAll(addrs)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, hangUp(conns)) }()
	for _, c := range conns {
		if _, err := c.Write(msg); err != nil {
			return err
		}
	}
	return nil
}

func goodServed(addrs []string, serve func(net.Conn)) error {
	conns, err := dialAll(addrs)
	if err != nil {
		return err
	}
	for _, c := range conns {
		go serve(c)
	}
	return nil
}

type group struct{ files []*os.File }

func (g *group) Close() error {
	var errs []error
	for _, f := range g.files {
		errs = append(errs, f.Close())
	}
	return errors.Join(errs...)
}

func goodKept(names []string) (*group, error) {
	files, err := openAll(names)
	if err != nil {
		return nil, err
	}
	return &group{files: files}, nil
}

func goodAdded(g *group, names []string) error {
	files, err := openAll(names)
	if err != nil {
		return err
	}
	g.files = append(g.files, files...)
	return nil
}

// Some of them are of a cache: who is given them all owes none.
func cachedAll(cache map[string]*os.File, names []string) ([]*os.File, error) {
	var files []*os.File
	for _, n := range names {
		f, ok := cache[n]
		if !ok {
			var err error
			if f, err = os.Open(n); err != nil {
				return nil, err
			}
			cache[n] = f
		}
		files = append(files, f)
	}
	return files, nil
}

func goodOfCache(cache map[string]*os.File, names []string) (int, error) {
	files, err := cachedAll(cache, names)
	return len(files), err
}

func shards(dsns []string) ([]*sql.DB, error) {
	var dbs []*sql.DB
	for _, dsn := range dsns {
		db, err := sql.Open("sqlite", dsn)
		if err != nil {
			for _, db := range dbs {
				err = errors.Join(err, db.Close())
			}
			return nil, err
		}
		dbs = append(dbs, db)
	}
	return dbs, nil
}

func badShards(dsns []string) error {
	dbs, err := shards(dsns) // want "undisposed: dbs .*is not closed on every path"
	if err != nil {
		return err
	}
	for _, db := range dbs {
		if err := db.Ping(); err != nil {
			return err
		}
	}
	for _, db := range dbs {
		err = errors.Join(err, db.Close())
	}
	return err
}
