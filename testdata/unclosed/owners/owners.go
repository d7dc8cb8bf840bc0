// Package owners has types that keep resources in their fields.
package owners

import (
	"bufio"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"

	"example.com/cases/unclosed/owners/other"
)

// journal owns its file: Close releases it.
type journal struct {
	f *os.File
	w *bufio.Writer
}

// The second step of the constructor fails: the file is closed.
func goodConstructor(path string) (*journal, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if _, err := f.Seek(0, io.SeekEnd); err != nil {
		f.Close()
		return nil, fmt.Errorf("seek: %w", err)
	}
	return &journal{f: f, w: bufio.NewWriter(f)}, nil
}

// The second step of the constructor fails: the file is lost.
func badConstructor(path string) (*journal, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) // want "unclosed: f .*is (never|not) closed"
	if err != nil {
		return nil, err
	}
	if _, err := f.Seek(0, io.SeekEnd); err != nil {
		return nil, fmt.Errorf("seek: %w", err)
	}
	return &journal{f: f, w: bufio.NewWriter(f)}, nil
}

func (j *journal) add(line string) error {
	_, err := j.w.WriteString(line + "\n")
	return err
}

// file lends the file to those who want its name or size.
func (j *journal) file() *os.File { return j.f }

func (j *journal) Close() error {
	return errors.Join(j.w.Flush(), j.f.Close())
}

// The owner is closed by its user.
func goodUser(path string) (err error) {
	j, err := goodConstructor(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, j.Close()) }()
	return j.add("hello")
}

// The owner is dropped by its user.
func badUser(path string) error {
	j, err := goodConstructor(path) // want "unclosed: j .*is never closed"
	if err != nil {
		return err
	}
	return j.add("hello")
}

// The owner is dropped on the error path of its first use.
func badUserErrorPath(path string) error {
	j, err := goodConstructor(path) // want "unclosed: j .*is not closed"
	if err != nil {
		return err
	}
	if err := j.add("hello"); err != nil {
		return err
	}
	return j.Close()
}

// What an accessor lends is not closed.
func goodAccessor(j *journal) string {
	f := j.file()
	return f.Name()
}

// A literal of an owner is an owner: it is closed here.
func goodLocalOwner(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	j := &journal{f: f, w: bufio.NewWriter(f)}
	err = j.add("local")
	return errors.Join(err, j.Close())
}

// A literal of an owner that goes nowhere.
func badLocalOwner(path string) error {
	f, err := os.Create(path) // want "unclosed: (f|j) .*is never closed"
	if err != nil {
		return err
	}
	j := &journal{f: f, w: bufio.NewWriter(f)}
	if err := j.add("local"); err != nil {
		return err
	}
	return j.w.Flush()
}

// snapshot keeps its file in a field, and no method of it, nor any function,
// releases it.
type snapshot struct {
	f    *os.File
	size int64
}

func badNoReleasingMethod(path string) (*snapshot, error) {
	f, err := os.Open(path) // want "unclosed: f .*is (never|not) closed"
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &snapshot{f: f, size: info.Size()}, nil
}

func (s *snapshot) readAt(p []byte, off int64) (int, error) {
	if off >= s.size {
		return 0, io.EOF
	}
	return s.f.ReadAt(p, off)
}

// segment has no method that releases, but a function does.
type segment struct {
	f *os.File
	n int
}

func goodReleasedByFunction(path string) (*segment, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &segment{f: f}, nil
}

func releaseSegments(segments []*segment) (err error) {
	for _, s := range segments {
		err = errors.Join(err, s.f.Close())
	}
	return err
}

// pipe has a Close that forgets one of its two files.
type pipe struct {
	in, out *os.File
}

func badCloseForgetsOne(from, to string) (*pipe, error) {
	in, err := os.Open(from)
	if err != nil {
		return nil, err
	}
	out, err := os.Create(to) // want "unclosed: out .*is (never|not) closed"
	if err != nil {
		in.Close()
		return nil, err
	}
	return &pipe{in: in, out: out}, nil
}

func (p *pipe) run() error {
	_, err := io.Copy(p.out, p.in)
	return err
}

func (p *pipe) Close() error { return p.in.Close() }

// duplex has a Close that remembers both.
type duplex struct {
	in, out *os.File
}

func goodClosesBoth(from, to string) (*duplex, error) {
	in, err := os.Open(from)
	if err != nil {
		return nil, err
	}
	out, err := os.Create(to)
	if err != nil {
		in.Close()
		return nil, err
	}
	return &duplex{in: in, out: out}, nil
}

func (d *duplex) Close() error { return errors.Join(d.in.Close(), d.out.Close()) }

// statements is filled step by step.
type statements struct {
	ins, upd, del *sql.Stmt
}

// A failed step closes what the earlier ones have put into the fields.
func goodSteps(db *sql.DB) (*statements, error) {
	var s statements
	var err error
	if s.ins, err = db.Prepare("INSERT INTO t VALUES ($1)"); err != nil {
		return nil, err
	}
	if s.upd, err = db.Prepare("UPDATE t SET v = $1"); err != nil {
		s.Close()
		return nil, err
	}
	if s.del, err = db.Prepare("DELETE FROM t WHERE v = $1"); err != nil {
		s.Close()
		return nil, err
	}
	return &s, nil
}

// A failed second step loses the first.
func badSteps(db *sql.DB) (*statements, error) {
	var s statements
	var err error
	if s.ins, err = db.Prepare("INSERT INTO t VALUES ($1)"); err != nil { // want "unclosed: .*is (never|not) closed"
		return nil, err
	}
	if s.upd, err = db.Prepare("UPDATE t SET v = $1"); err != nil {
		return nil, err
	}
	return &s, nil
}

// Close releases what is there.
func (s *statements) Close() (err error) {
	for _, stmt := range []*sql.Stmt{s.ins, s.upd, s.del} {
		if stmt != nil {
			err = errors.Join(err, stmt.Close())
		}
	}
	return err
}

// The fields of an existing owner are set, whoever made it closes.
func (s *statements) goodPrepareLater(db *sql.DB) (err error) {
	s.upd, err = db.Prepare("UPDATE t SET v = $1")
	if err != nil {
		return fmt.Errorf("prepare: %w", err)
	}
	return nil
}

// locked embeds its file: Close is promoted.
type locked struct {
	*os.File
	mu sync.Mutex
}

func goodEmbedded(path string) (*locked, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &locked{File: f}, nil
}

// The promoted Close is called.
func goodEmbeddedUser(path string) (string, error) {
	l, err := goodEmbedded(path)
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Name(), nil
}

// The promoted Close is not called.
func badEmbeddedUser(path string) (string, error) {
	l, err := goodEmbedded(path) // want "unclosed: l .*is never closed"
	if err != nil {
		return "", err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Name(), nil
}

// service owns an owner.
type service struct {
	name string
	log  *journal
	ln   net.Listener
}

// The later step fails: the owner in hand is closed.
func goodNested(name, path, addr string) (*service, error) {
	j, err := goodConstructor(path)
	if err != nil {
		return nil, err
	}
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, errors.Join(err, j.Close())
	}
	return &service{name: name, log: j, ln: ln}, nil
}

// The later step fails: the owner in hand is lost.
func badNested(name, path, addr string) (*service, error) {
	j, err := goodConstructor(path) // want "unclosed: j .*is (never|not) closed"
	if err != nil {
		return nil, err
	}
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	return &service{name: name, log: j, ln: ln}, nil
}

func (s *service) Shutdown() error {
	return errors.Join(s.ln.Close(), s.log.Close())
}

// The owner of an owner is shut down.
func goodNestedUser(path string) error {
	s, err := goodNested("api", path, ":8080")
	if err != nil {
		return err
	}
	err = s.log.add("up")
	return errors.Join(err, s.Shutdown())
}

// The owner of an owner is dropped.
func badNestedUser(path string) error {
	s, err := goodNested("api", path, ":8080") // want "unclosed: s .*is never "
	if err != nil {
		return err
	}
	return s.log.add("up")
}

// work is a unit of work: it ends by commit or by rollback.
type work struct {
	tx  *sql.Tx
	ops int
}

func goodBeginWork(db *sql.DB) (*work, error) {
	tx, err := db.Begin()
	if err != nil {
		return nil, fmt.Errorf("begin work: %w", err)
	}
	return &work{tx: tx}, nil
}

func (w *work) exec(query string) error {
	w.ops++
	_, err := w.tx.Exec(query)
	return err
}

func (w *work) commit() error { return w.tx.Commit() }

func (w *work) rollback() error { return w.tx.Rollback() }

// Either end will do.
func goodWork(db *sql.DB) error {
	w, err := goodBeginWork(db)
	if err != nil {
		return err
	}
	if err := w.exec("DELETE FROM t"); err != nil {
		return errors.Join(err, w.rollback())
	}
	return w.commit()
}

// No end on the error path.
func badWork(db *sql.DB) error {
	w, err := goodBeginWork(db) // want "unclosed: w .*is not "
	if err != nil {
		return err
	}
	if err := w.exec("DELETE FROM t"); err != nil {
		return err
	}
	return w.commit()
}

// scratch is released by Cleanup, not by Close.
type scratch struct {
	f *os.File
}

func goodScratch(dir string) (*scratch, error) {
	f, err := os.CreateTemp(dir, "scratch-*")
	if err != nil {
		return nil, err
	}
	return &scratch{f: f}, nil
}

func (s *scratch) Cleanup() error {
	return errors.Join(s.f.Close(), os.Remove(s.f.Name()))
}

// Released by Cleanup.
func goodScratchUser(dir string, r io.Reader) (n int64, err error) {
	s, err := goodScratch(dir)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, s.Cleanup()) }()
	return io.Copy(s.f, r)
}

// Cleanup is not called.
func badScratchUser(dir string, r io.Reader) (int64, error) {
	s, err := goodScratch(dir) // want "unclosed: s .*is never "
	if err != nil {
		return 0, err
	}
	return io.Copy(s.f, r)
}

// window is passed by value.
type window struct {
	f        *os.File
	from, to int64
}

func goodByValue(path string, from, to int64) (window, error) {
	f, err := os.Open(path)
	if err != nil {
		return window{}, err
	}
	return window{f: f, from: from, to: to}, nil
}

func (w window) Close() error { return w.f.Close() }

// The value is closed by its user.
func goodByValueUser(path string) ([]byte, error) {
	w, err := goodByValue(path, 0, 512)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	return io.ReadAll(io.NewSectionReader(w.f, w.from, w.to-w.from))
}

// The value is dropped by its user.
func badByValueUser(path string) ([]byte, error) {
	w, err := goodByValue(path, 0, 512) // want "unclosed: w .*is never closed"
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.NewSectionReader(w.f, w.from, w.to-w.from))
}

// lazy opens on the first use; what it returns it goes on owning.
type lazy struct {
	path string
	f    *os.File
}

func (l *lazy) goodLazyFile() (*os.File, error) {
	if l.f == nil {
		f, err := os.Open(l.path)
		if err != nil {
			return nil, err
		}
		l.f = f
	}
	return l.f, nil
}

func (l *lazy) Close() error {
	if l.f == nil {
		return nil
	}
	return l.f.Close()
}

// The file of a lazy owner is borrowed.
func (l *lazy) goodLazyUser(p []byte) (int, error) {
	f, err := l.goodLazyFile()
	if err != nil {
		return 0, err
	}
	return f.ReadAt(p, 0)
}

// client is configured by options, one of which brings a connection.
type client struct {
	conn net.Conn
	name string
}

type option func(*client)

func withConn(conn net.Conn) option { return func(c *client) { c.conn = conn } }

func withName(name string) option { return func(c *client) { c.name = name } }

func newClient(opts ...option) *client {
	c := &client{name: "anonymous"}
	for _, opt := range opts {
		opt(c)
	}
	return c
}

func (c *client) Close() error { return c.conn.Close() }

// The option hands the connection to the client, which is returned.
func goodOption(addr string) (*client, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return newClient(withConn(conn), withName(addr)), nil
}

// hub keeps its clients by name and closes them all.
type hub struct {
	mu      sync.Mutex
	clients map[string]*client
	last    *client
}

// The client goes into a field or into the map, whatever the case.
func (h *hub) goodRegister(addr string, replace bool) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	c := &client{conn: conn, name: addr}
	h.mu.Lock()
	defer h.mu.Unlock()
	if replace {
		h.clients[addr] = c
	} else {
		h.last = c
		h.clients[addr+"/new"] = h.last
	}
	return nil
}

// The client is refused after the connection was made.
func (h *hub) badRegister(addr string) error {
	conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is (never|not) closed"
	if err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, ok := h.clients[addr]; ok {
		return fmt.Errorf("%s is here already", addr)
	}
	h.clients[addr] = &client{conn: conn, name: addr}
	return nil
}

func (h *hub) Close() (err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, c := range h.clients {
		err = errors.Join(err, c.Close())
	}
	return err
}

// An owner of another package is closed.
func goodOtherUser(db *sql.DB) (string, error) {
	s, err := other.NewStore(db, "settings")
	if err != nil {
		return "", err
	}
	defer s.Close()
	return s.Get("theme")
}

// An owner of another package is dropped.
func badOtherUser(db *sql.DB) (string, error) {
	s, err := other.NewStore(db, "settings") // want "unclosed: s .*is never closed"
	if err != nil {
		return "", err
	}
	return s.Get("theme")
}

// tenantStore embeds an owner of another package.
type tenantStore struct {
	*other.Store
	tenant string
}

func goodOtherEmbedded(db *sql.DB, tenant string) (*tenantStore, error) {
	s, err := other.NewStore(db, "settings_"+tenant)
	if err != nil {
		return nil, err
	}
	return &tenantStore{Store: s, tenant: tenant}, nil
}

// The promoted Close of another package's type is called.
func goodOtherEmbeddedUser(db *sql.DB) (theme string, err error) {
	s, err := goodOtherEmbedded(db, "acme")
	if err != nil {
		return "", err
	}
	theme, err = s.Get("theme")
	return theme, errors.Join(err, s.Close())
}

// The promoted Close of another package's type is not called.
func badOtherEmbeddedUser(db *sql.DB) (string, error) {
	s, err := goodOtherEmbedded(db, "acme") // want "unclosed: s .*is never closed"
	if err != nil {
		return "", err
	}
	return s.Get("theme")
}

// An owner of another package is lost between two steps.
func badOtherStep(db *sql.DB, tenant string) (*tenantStore, error) {
	s, err := other.NewStore(db, "settings_"+tenant) // want "unclosed: s .*is (never|not) closed"
	if err != nil {
		return nil, err
	}
	if err := s.Put("tenant", tenant); err != nil {
		return nil, fmt.Errorf("tenant %s: %w", tenant, err)
	}
	return &tenantStore{Store: s, tenant: tenant}, nil
}

// The owner is known by its interface only, and closed.
func goodOtherInterface(path string) error {
	sink, err := other.NewSink(path)
	if err != nil {
		return err
	}
	err = sink.WriteLine("hello")
	return errors.Join(err, sink.Close())
}

// The owner is known by its interface only, and dropped.
func badOtherInterface(path string) error {
	sink, err := other.NewSink(path) // want "unclosed: sink .*is never closed"
	if err != nil {
		return err
	}
	return sink.WriteLine("hello")
}

// The exported handle of another package's struct is closed by its user.
func goodOtherExportedField(path string) (int64, error) {
	spool, err := other.OpenSpool(path)
	if err != nil {
		return 0, err
	}
	defer spool.File.Close()
	return spool.Size, nil
}
