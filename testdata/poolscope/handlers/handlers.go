// Package handlers opens pools where requests are handled.
package handlers

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"os"
	"sync"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jmoiron/sqlx"
	"go.etcd.io/bbolt"
)

const dsn = "postgres://localhost/app"

type server struct {
	dsn   string
	once  sync.Once
	db    *sql.DB
	pools map[string]*sql.DB
}

func (s *server) badMethod(w http.ResponseWriter, r *http.Request) {
	db, err := sql.Open("pgx", s.dsn) // want "poolscope: db .* is opened for each request"
	if err != nil {
		http.Error(w, "no database", http.StatusInternalServerError)
		return
	}
	defer db.Close()
	count(w, db)
}

func badPgx(w http.ResponseWriter, r *http.Request) {
	pool, err := pgxpool.New(r.Context(), dsn) // want "poolscope: pool .*pgxpool.Pool"
	if err != nil {
		http.Error(w, "no database", http.StatusInternalServerError)
		return
	}
	defer pool.Close()
	if err := pool.Ping(r.Context()); err != nil {
		http.Error(w, "no database", http.StatusInternalServerError)
	}
}

func badSqlx(w http.ResponseWriter, _ *http.Request) {
	db := sqlx.MustConnect("pgx", dsn) // want "poolscope: db "
	defer db.Close()
	count(w, db.DB)
}

func badBolt(w http.ResponseWriter, _ *http.Request) {
	db, err := bbolt.Open("app.db", 0o600, nil) // want "poolscope: db "
	if err != nil {
		http.Error(w, "no database", http.StatusInternalServerError)
		return
	}
	defer db.Close()
	fmt.Fprintln(w, db.Stats())
}

// ServeHTTP makes the server a handler.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.badMethod(w, r) }

func badLiteral(mux *http.ServeMux) {
	mux.HandleFunc("/count", func(w http.ResponseWriter, r *http.Request) {
		db, err := sql.Open("pgx", dsn) // want "poolscope: db "
		if err != nil {
			http.Error(w, "no database", http.StatusInternalServerError)
			return
		}
		defer db.Close()
		count(w, db)
	})
}

// The pool is opened by a closure that the handler calls.
func badInner(w http.ResponseWriter, r *http.Request) {
	err := func() error {
		db, err := sql.Open("pgx", dsn) // want "poolscope: db "
		if err != nil {
			return err
		}
		defer db.Close()
		return db.PingContext(r.Context())
	}()
	if err != nil {
		http.Error(w, "no database", http.StatusInternalServerError)
	}
}

// A helper of the package opens it.
func badHelper(w http.ResponseWriter, r *http.Request) {
	db, err := open() // want "poolscope: db "
	if err != nil {
		http.Error(w, "no database", http.StatusInternalServerError)
		return
	}
	defer db.Close()
	count(w, db)
}

func open() (*sql.DB, error) {
	db, err := sql.Open("pgx", os.Getenv("DSN"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(4)
	return db, nil
}

// A helper opens and closes it.
func badLookup(w http.ResponseWriter, r *http.Request) {
	name, err := lookup(r.FormValue("id")) // want "poolscope: a pool \\(\\*sql.DB\\) is opened for each request"
	if err != nil {
		http.Error(w, "no database", http.StatusInternalServerError)
		return
	}
	fmt.Fprintln(w, name)
}

func lookup(id string) (name string, err error) {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return "", err
	}
	defer db.Close()
	err = db.QueryRow("SELECT name FROM users WHERE id = $1", id).Scan(&name)
	return name, err
}

// The helper gets the data source, which is the server's.
func (s *server) badLookupIn(w http.ResponseWriter, r *http.Request) {
	name, err := lookupIn(s.dsn, r.FormValue("id")) // want "poolscope: a pool \\(\\*sql.DB\\) is opened for each request"
	if err != nil {
		http.Error(w, "no database", http.StatusInternalServerError)
		return
	}
	fmt.Fprintln(w, name)
}

func (s *server) badOwn(w http.ResponseWriter, r *http.Request) {
	if err := s.ping(r.Context()); err != nil { // want "poolscope: a pool "
		http.Error(w, "no database", http.StatusInternalServerError)
	}
}

func (s *server) ping(ctx context.Context) error {
	db, err := sql.Open("pgx", s.dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	return db.PingContext(ctx)
}

// message has the method by which messages of protocol buffers are known.
type message struct{}

func (*message) ProtoReflect() {}

type service struct{}

func (service) BadCount(ctx context.Context, in *message) (*message, error) {
	pool, err := pgxpool.New(ctx, dsn) // want "poolscope: pool "
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	return &message{}, pool.Ping(ctx)
}

// stream has the methods by which the stream of a server is known.
type stream interface {
	Context() context.Context
	SendMsg(m any) error
	SetTrailer(map[string][]string)
}

func (service) BadStream(in *message, out stream) error {
	pool, err := pgxpool.New(out.Context(), dsn) // want "poolscope: pool "
	if err != nil {
		return err
	}
	defer pool.Close()
	return out.SendMsg(in)
}

func count(w http.ResponseWriter, db *sql.DB) {
	var n int
	if err := db.QueryRow("SELECT count(*) FROM users").Scan(&n); err != nil {
		http.Error(w, "no users", http.StatusInternalServerError)
		return
	}
	fmt.Fprintln(w, n)
}

// Close closes the server's pool.
func (s *server) Close() error { return s.db.Close() }

// good: one pool for all.

func (s *server) goodShared(w http.ResponseWriter, r *http.Request) { count(w, s.db) }

func (s *server) goodOnce(w http.ResponseWriter, r *http.Request) {
	s.once.Do(func() {
		db, err := sql.Open("pgx", s.dsn)
		if err == nil {
			s.db = db
		}
	})
	count(w, s.db)
}

func (s *server) goodKept(w http.ResponseWriter, r *http.Request) {
	if s.db == nil {
		db, err := sql.Open("pgx", s.dsn)
		if err != nil {
			http.Error(w, "no database", http.StatusInternalServerError)
			return
		}
		s.db = db
	}
	count(w, s.db)
}

func (s *server) goodCached(w http.ResponseWriter, r *http.Request) {
	db, ok := s.pools["app"]
	if !ok {
		var err error
		if db, err = sql.Open("pgx", s.dsn); err != nil {
			http.Error(w, "no database", http.StatusInternalServerError)
			return
		}
		s.pools["app"] = db
	}
	count(w, db)
}

// It makes a handler, and opens the pool once.
func goodFactory() (http.HandlerFunc, error) {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, err
	}
	return func(w http.ResponseWriter, r *http.Request) { count(w, db) }, nil
}

func goodMiddleware(next http.Handler) (http.Handler, func() error, error) {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, nil, err
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		count(w, db)
		next.ServeHTTP(w, r)
	}), db.Close, nil
}

// The data source comes with the request: another pool each time.
func goodTenant(w http.ResponseWriter, r *http.Request) {
	db, err := sql.Open("pgx", r.FormValue("url"))
	if err != nil {
		http.Error(w, "no database", http.StatusInternalServerError)
		return
	}
	defer db.Close()
	count(w, db)
}

// A client's function has no server's writer.
func goodClient(r *http.Request) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	return db.PingContext(r.Context())
}

func goodHandlerOfOthers(w http.ResponseWriter, r *http.Request) {
	name, err := lookupIn(r.FormValue("url"), r.FormValue("id"))
	if err != nil {
		http.Error(w, "no database", http.StatusInternalServerError)
		return
	}
	fmt.Fprintln(w, name)
}

func lookupIn(url, id string) (name string, err error) {
	db, err := sql.Open("pgx", url)
	if err != nil {
		return "", err
	}
	defer db.Close()
	err = db.QueryRow("SELECT name FROM users WHERE id = $1", id).Scan(&name)
	return name, err
}

// The server is another one for each request.
func goodServerOfRequest(w http.ResponseWriter, r *http.Request) {
	s := &server{dsn: r.FormValue("url")}
	if err := s.ping(r.Context()); err != nil {
		http.Error(w, "no database", http.StatusInternalServerError)
	}
}

// The tenant is in the context, and has a database of its own.
func goodTenantOfContext(w http.ResponseWriter, r *http.Request) {
	db, err := sql.Open("pgx", tenantDSN(r.Context()))
	if err != nil {
		http.Error(w, "no database", http.StatusInternalServerError)
		return
	}
	defer db.Close()
	count(w, db)
}

func tenantDSN(ctx context.Context) string {
	tenant, _ := ctx.Value("tenant").(string)
	return "postgres://localhost/" + tenant
}

// The context is no part of what is opened.
func badContext(w http.ResponseWriter, r *http.Request) {
	pool, err := pgxpool.New(r.Context(), dsn) // want "poolscope: pool .* is opened for each request"
	if err != nil {
		http.Error(w, "no database", http.StatusInternalServerError)
		return
	}
	defer pool.Close()
	if err := pool.Ping(r.Context()); err != nil {
		http.Error(w, "no database", http.StatusInternalServerError)
	}
}
