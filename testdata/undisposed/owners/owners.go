// Package owners has pools that live in the fields of a type.
package owners

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"net/http"
	"sync"

	"go.etcd.io/bbolt"
)

// catalog opens its pool and cannot close it.
type catalog struct{ db *sql.DB }

func badNewCatalog(dsn string) (*catalog, error) {
	db, err := sql.Open("postgres", dsn) // want "undisposed: .*sql.DB"
	if err != nil {
		return nil, err
	}
	return &catalog{db: db}, nil
}

func (c *catalog) title(ctx context.Context, id int) (title string, err error) {
	err = c.db.QueryRowContext(ctx, "SELECT title FROM books WHERE id = $1", id).Scan(&title)
	return title, err
}

// replicated closes one of its two pools.
type replicated struct{ primary, replica *sql.DB }

func badNewReplicated(primary, replica string) (*replicated, error) {
	p, err := sql.Open("postgres", primary)
	if err != nil {
		return nil, err
	}
	r, err := sql.Open("postgres", replica) // want "undisposed: .*sql.DB"
	if err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return &replicated{primary: p, replica: r}, nil
}

func (r *replicated) Close() error { return r.primary.Close() }

func (r *replicated) ping(ctx context.Context) error {
	return errors.Join(r.primary.PingContext(ctx), r.replica.PingContext(ctx))
}

// lazy opens its pool in a method and has none that closes it.
type lazy struct {
	dsn string
	db  *sql.DB
}

func (l *lazy) badConnect(ctx context.Context) error {
	db, err := sql.Open("postgres", l.dsn) // want "undisposed: .*sql.DB"
	if err != nil {
		return err
	}
	if err := db.PingContext(ctx); err != nil {
		return errors.Join(err, db.Close())
	}
	l.db = db
	return nil
}

func (l *lazy) exec(ctx context.Context, query string) error {
	_, err := l.db.ExecContext(ctx, query)
	return err
}

// api has a Shutdown which thinks of the server only.
type api struct {
	server *http.Server
	db     *sql.DB
}

func badNewAPI(addr, dsn string) (*api, error) {
	db, err := sql.Open("postgres", dsn) // want "undisposed: .*sql.DB"
	if err != nil {
		return nil, err
	}
	return &api{server: &http.Server{Addr: addr}, db: db}, nil
}

func (a *api) serve() error {
	a.server.Handler = http.HandlerFunc(a.health)
	return a.server.ListenAndServe()
}

func (a *api) health(w http.ResponseWriter, r *http.Request) {
	if err := a.db.PingContext(r.Context()); err != nil {
		http.Error(w, "database is down", http.StatusServiceUnavailable)
	}
}

func (a *api) Shutdown(ctx context.Context) error { return a.server.Shutdown(ctx) }

// index opens straight into its field.
type index struct {
	mu    sync.Mutex
	store *bbolt.DB
}

func (x *index) badOpen(path string) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	var err error
	x.store, err = bbolt.Open(path, 0o600, nil) // want "undisposed: .*bbolt.DB"
	return err
}

func (x *index) size() (n int64, err error) {
	err = x.store.View(func(tx *bbolt.Tx) error {
		n = tx.Size()
		return nil
	})
	return n, err
}

// store owns its pool rightly: whoever has a store must close it.
type store struct{ db *sql.DB }

func goodNewStore(dsn string) (*store, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	if err := db.Ping(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &store{db: db}, nil
}

func (s *store) Close() error { return s.db.Close() }

func (s *store) put(ctx context.Context, key, value string) error {
	_, err := s.db.ExecContext(ctx, "INSERT INTO kv VALUES ($1, $2)", key, value)
	return err
}

func badStoreDropped(ctx context.Context, dsn string) error {
	st, err := goodNewStore(dsn) // want "undisposed: st "
	if err != nil {
		return err
	}
	return st.put(ctx, "started", "now")
}

// app owns owners.
type app struct {
	store *store
	cache *bbolt.DB
}

func (a *app) Close() error { return errors.Join(a.cache.Close(), a.store.Close()) }

// The second step of the constructor fails.
func badNewApp(dsn, path string) (*app, error) {
	st, err := goodNewStore(dsn) // want "undisposed: st "
	if err != nil {
		return nil, err
	}
	cache, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		return nil, err
	}
	return &app{store: st, cache: cache}, nil
}

// An owner of owners is an owner.
func badAppDropped(ctx context.Context, dsn, path string) error {
	a, err := goodNewApp(dsn, path) // want "undisposed: a "
	if err != nil {
		return err
	}
	return a.store.put(ctx, "path", path)
}

func goodNewApp(dsn, path string) (*app, error) {
	st, err := goodNewStore(dsn)
	if err != nil {
		return nil, err
	}
	cache, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return &app{store: st, cache: cache}, nil
}

func goodStoreClosed(ctx context.Context, dsn string) (err error) {
	st, err := goodNewStore(dsn)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	return st.put(ctx, "started", "now")
}

// journal is closed under another name.
type journal struct{ db *sql.DB }

func goodNewJournal(dsn string) (*journal, error) {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	return &journal{db: db}, nil
}

func (j *journal) Stop(context.Context) error { return j.db.Close() }

// mirrored closes its pools in a loop.
type mirrored struct{ left, right *sql.DB }

func goodNewMirrored(left, right string) (*mirrored, error) {
	l, err := sql.Open("postgres", left)
	if err != nil {
		return nil, err
	}
	r, err := sql.Open("postgres", right)
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return &mirrored{left: l, right: r}, nil
}

func (m *mirrored) Close() error {
	var errs []error
	for _, c := range []io.Closer{m.left, m.right} {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}

// session has a method that opens and one that closes.
type session struct {
	mu sync.Mutex
	db *sql.DB
}

func (s *session) goodConnect(dsn string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	s.db = db
	return nil
}

func (s *session) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.disconnect()
}

func (s *session) disconnect() error {
	if s.db == nil {
		return nil
	}
	err := s.db.Close()
	s.db = nil
	return err
}

// tenants keeps a pool a tenant in a map.
type tenants struct {
	mu    sync.Mutex
	pools map[string]*sql.DB
}

func (t *tenants) goodPool(tenant, dsn string) (*sql.DB, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if db, ok := t.pools[tenant]; ok {
		return db, nil
	}
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	t.pools[tenant] = db
	return db, nil
}

func (t *tenants) Close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	var err error
	for name, db := range t.pools {
		err = errors.Join(err, db.Close())
		delete(t.pools, name)
	}
	return err
}

// repo is closed by the method it gets from the pool it embeds.
type repo struct{ *sql.DB }

func goodNewRepo(dsn string) (*repo, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	return &repo{DB: db}, nil
}

func goodRepoClosed(ctx context.Context, dsn string) error {
	r, err := goodNewRepo(dsn)
	if err != nil {
		return err
	}
	defer r.Close()
	return r.PingContext(ctx)
}

func badRepoDropped(ctx context.Context, dsn string) error {
	r, err := goodNewRepo(dsn) // want "undisposed: r "
	if err != nil {
		return err
	}
	return r.PingContext(ctx)
}

// worker takes the pool it is given: its Shutdown closes it.
type worker struct {
	db   *sql.DB
	done chan struct{}
}

func newWorker(db *sql.DB) *worker { return &worker{db: db, done: make(chan struct{})} }

func (w *worker) Shutdown() error {
	close(w.done)
	return w.db.Close()
}

func goodHandedToWorker(dsn string) (err error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	w := newWorker(db)
	defer func() { err = errors.Join(err, w.Shutdown()) }()
	return db.Ping()
}

// counter uses the pool it is given; it neither opens nor closes.
type counter struct {
	db    *sql.DB
	table string
}

func goodNewCounter(db *sql.DB, table string) *counter {
	return &counter{db: db, table: table}
}

func (c *counter) count(ctx context.Context) (n int, err error) {
	err = c.db.QueryRowContext(ctx, "SELECT count(*) FROM "+c.table).Scan(&n)
	return n, err
}

type container struct{ closers []io.Closer }

func (c *container) register(x io.Closer) { c.closers = append(c.closers, x) }

func (c *container) Close() error {
	var err error
	for _, x := range c.closers {
		err = errors.Join(err, x.Close())
	}
	return err
}

// handler hands the pool it opened to a container that closes it.
type handler struct{ db *sql.DB }

func goodNewHandler(c *container, shared *sql.DB, dsn string) (*handler, error) {
	h := &handler{}
	if shared != nil {
		h.db = shared
	} else {
		db, err := sql.Open("postgres", dsn)
		if err != nil {
			return nil, err
		}
		c.register(db)
		h.db = db
	}
	return h, nil
}

func (h *handler) ping(ctx context.Context) error { return h.db.PingContext(ctx) }
