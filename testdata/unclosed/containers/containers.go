// Package containers gathers resources in slices, maps and lists.
package containers

import (
	"container/list"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
)

// All are closed in a loop, also when a later open fails.
func goodSlice(paths []string, w io.Writer) (err error) {
	var files []*os.File
	defer func() {
		for _, f := range files {
			err = errors.Join(err, f.Close())
		}
	}()
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		files = append(files, f)
	}
	for _, f := range files {
		if _, err := io.Copy(w, f); err != nil {
			return err
		}
	}
	return nil
}

// A failed open loses those gathered before.
func badSliceErrorPath(paths []string) ([]*os.File, error) {
	var files []*os.File
	for _, path := range paths {
		f, err := os.Open(path) // want "unclosed: f .*is (never|not) closed"
		if err != nil {
			return nil, fmt.Errorf("open %s: %w", path, err)
		}
		files = append(files, f)
	}
	return files, nil
}

// A failed open closes those gathered before, by a helper.
func goodSliceErrorPath(paths []string) ([]*os.File, error) {
	var files []*os.File
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			closeFiles(files)
			return nil, fmt.Errorf("open %s: %w", path, err)
		}
		files = append(files, f)
	}
	return files, nil
}

func closeFiles(files []*os.File) {
	for _, f := range files {
		f.Close()
	}
}

// The closing loop is reached only if every Stat succeeds.
func badSliceUsed(paths []string) (total int64, err error) {
	files := make([]*os.File, 0, len(paths))
	for _, path := range paths {
		f, err := os.Open(path) // want "unclosed: f .*is not closed"
		if err != nil {
			closeFiles(files)
			return 0, err
		}
		files = append(files, f)
	}
	for _, f := range files {
		info, err := f.Stat()
		if err != nil {
			return 0, err
		}
		total += info.Size()
	}
	closeFiles(files)
	return total, nil
}

// Set by index, closed by index.
func goodIndexed(addrs []string) (err error) {
	conns := make([]net.Conn, len(addrs))
	defer func() {
		for i := range conns {
			if conns[i] != nil {
				err = errors.Join(err, conns[i].Close())
			}
		}
	}()
	for i, addr := range addrs {
		if conns[i], err = net.Dial("tcp", addr); err != nil {
			return err
		}
	}
	return nil
}

// The slice of closers is joined from different types.
func goodClosers(in, addr string) (err error) {
	var closers []io.Closer
	defer func() {
		for i := len(closers) - 1; i >= 0; i-- {
			err = errors.Join(err, closers[i].Close())
		}
	}()
	f, err := os.Open(in)
	if err != nil {
		return err
	}
	closers = append(closers, f)
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	closers = append(closers, conn)
	_, err = io.Copy(conn, f)
	return err
}

// One of the two is not put into the slice of closers.
func badClosers(in, addr string) (err error) {
	var closers []io.Closer
	defer func() {
		for _, c := range closers {
			err = errors.Join(err, c.Close())
		}
	}()
	f, err := os.Open(in)
	if err != nil {
		return err
	}
	closers = append(closers, f)
	conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is never closed"
	if err != nil {
		return err
	}
	_, err = io.Copy(conn, f)
	return err
}

// A map of the owner takes the file; the owner closes all.
type archive struct {
	mu    sync.Mutex
	files map[string]*os.File
}

func (a *archive) goodMap(name string) (*os.File, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if f, ok := a.files[name]; ok {
		return f, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	a.files[name] = f
	return f, nil
}

// The file is not put into the map if it is empty.
func (a *archive) badMap(name string) error {
	f, err := os.Open(name) // want "unclosed: f .*is (never|not) closed"
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		return errors.Join(err, f.Close())
	}
	if info.Size() > 0 {
		a.files[name] = f
	}
	return nil
}

// What a map of an owner holds is borrowed by a lookup.
func (a *archive) goodLookup(name string) (int64, error) {
	f, ok := a.files[name]
	if !ok {
		return 0, os.ErrNotExist
	}
	return f.Seek(0, io.SeekCurrent)
}

func (a *archive) Close() (err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for name, f := range a.files {
		err = errors.Join(err, f.Close())
		delete(a.files, name)
	}
	return err
}

// A local map whose values are closed on all ways out.
func goodLocalMap(dir string, names []string) (err error) {
	open := map[string]*os.File{}
	defer func() {
		for _, f := range open {
			err = errors.Join(err, f.Close())
		}
	}()
	for _, name := range names {
		ext := filepath.Ext(name)
		if open[ext] == nil {
			f, err := os.Create(filepath.Join(dir, "all"+ext))
			if err != nil {
				return err
			}
			open[ext] = f
		}
		if _, err := fmt.Fprintln(open[ext], name); err != nil {
			return err
		}
	}
	return nil
}

// A package-level map takes the connection.
func goodPackageMap(addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	peersMu.Lock()
	defer peersMu.Unlock()
	peers[addr] = conn
	return nil
}

var (
	peersMu sync.Mutex
	peers   = map[string]net.Conn{}
)

// The name is taken: the new connection is neither stored nor closed.
func badPackageMap(addr string) error {
	conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is (never|not) closed"
	if err != nil {
		return err
	}
	peersMu.Lock()
	defer peersMu.Unlock()
	if _, taken := peers[addr]; taken {
		return fmt.Errorf("%s is known", addr)
	}
	peers[addr] = conn
	return nil
}

// A composite closer of two, returned.
type closers []io.Closer

func (cs closers) Close() (err error) {
	for _, c := range cs {
		err = errors.Join(err, c.Close())
	}
	return err
}

func goodComposite(from, to string) (io.Closer, error) {
	src, err := os.Open(from)
	if err != nil {
		return nil, err
	}
	dst, err := os.Create(to)
	if err != nil {
		return nil, errors.Join(err, src.Close())
	}
	if _, err := io.Copy(dst, src); err != nil {
		return nil, errors.Join(err, closers{src, dst}.Close())
	}
	return closers{src, dst}, nil
}

// The composite closer is dropped.
func badComposite(from, to string) error {
	c, err := goodComposite(from, to) // want "unclosed: (c|result of) .*is never closed"
	if err != nil {
		return err
	}
	if c == nil {
		return errors.New("nothing to copy")
	}
	return nil
}

// sync.Map and container/list take what is put into them.
type registry struct {
	conns sync.Map
	order *list.List
}

func (r *registry) goodSyncMap(addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	r.conns.Store(addr, conn)
	return nil
}

func (r *registry) goodList(addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	r.order.PushBack(conn)
	return nil
}

// An array of two, both closed by a loop over it.
func goodArray(left, right string) (same bool, err error) {
	var pair [2]*os.File
	if pair[0], err = os.Open(left); err != nil {
		return false, err
	}
	if pair[1], err = os.Open(right); err != nil {
		return false, errors.Join(err, pair[0].Close())
	}
	defer func() {
		for _, f := range pair {
			f.Close()
		}
	}()
	a, err := pair[0].Stat()
	if err != nil {
		return false, err
	}
	b, err := pair[1].Stat()
	if err != nil {
		return false, err
	}
	return os.SameFile(a, b), nil
}

// A slice that is filled and left to the garbage collector.
func badSliceDropped(paths []string) (total int64, err error) {
	var files []*os.File
	for _, path := range paths {
		f, err := os.Open(path) // want "unclosed: f .*is never closed"
		if err != nil {
			return 0, err
		}
		files = append(files, f)
	}
	for _, f := range files {
		info, err := f.Stat()
		if err != nil {
			return 0, err
		}
		total += info.Size()
	}
	return total, nil
}

// A map that is filled and left to the garbage collector.
func badMapDropped(addrs []string) (alive int) {
	conns := make(map[string]net.Conn, len(addrs))
	for _, addr := range addrs {
		conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is never closed"
		if err != nil {
			continue
		}
		conns[addr] = conn
	}
	return len(conns)
}

// A slice field of an owner takes each shard; the owner closes them.
type shards struct {
	files []*os.File
}

func goodShards(dir string, n int) (*shards, error) {
	s := &shards{}
	for i := range n {
		f, err := os.Create(filepath.Join(dir, fmt.Sprintf("shard-%03d", i)))
		if err != nil {
			return nil, errors.Join(err, s.Close())
		}
		s.files = append(s.files, f)
	}
	return s, nil
}

func (s *shards) Close() (err error) {
	for _, f := range s.files {
		err = errors.Join(err, f.Close())
	}
	return err
}

// The shards opened so far are lost with the owner.
func badShards(dir string, n int) (*shards, error) {
	s := &shards{}
	for i := range n {
		f, err := os.Create(filepath.Join(dir, fmt.Sprintf("shard-%03d", i))) // want "unclosed: f .*is (never|not) closed"
		if err != nil {
			return nil, err
		}
		s.files = append(s.files, f)
	}
	return s, nil
}
