package obligation

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/checker"
)

// libHeader begins the package whose facts are looked at.
const libHeader = `package lib

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"sync"
)

var (
	_ = errors.New
	_ = fmt.Sprint
	_ = log.Print
	_ io.Reader
	_ *os.File
	_ *sql.DB
	_ *sync.Mutex
)

`

// A factTest is a piece of package lib and the facts about what it declares,
// "Name fact": all of them. What is declared and not listed has none.
type factTest struct{ name, src, want string }

const (
	releases = "ok=releases,err=releases"
	takes    = "ok=takes,err=takes"
)

var resultTests = []factTest{
	{"constructor", `
		func Open() (*os.File, error) { return os.Open("a") }
		func OpenChecked() (*os.File, error) { f, err := os.Open("a"); if err != nil { return nil, err }; return f, nil }
		func OpenNamed() (f *os.File, err error) { f, err = os.Open("a"); return }
		func OpenIndirect() (*os.File, error) { return OpenChecked() }
		func OpenSecond() (int, *os.File, error) { f, err := os.Open("a"); return 1, f, err }`, `
		Open result0:*os.File
		OpenChecked result0:*os.File
		OpenNamed result0:*os.File
		OpenIndirect result0:*os.File
		OpenSecond result1:*os.File`},
	{"who is asked", `
		func Limit(db *sql.DB) { db.SetMaxOpenConns(4) }
		func LimitVia(db *sql.DB) { Limit(db) }
		type Store struct{ db *sql.DB; name string }
		type Service struct{ Store *Store }
		func (s *Store) Field() error { _, err := s.db.Exec("a"); return err }
		func (s *Store) Via() error { return s.Field() }
		func (s *Service) Deep() error { return s.Store.Field() }
		func (s *Store) Begin() (*sql.Tx, error) { return s.db.Begin() }
		func Global() error { _, err := global.Exec("a"); return err }
		func Closure(db *sql.DB) error { return call(func() error { _, err := db.Exec("a"); return err }) }
		func Iface(q interface{ Exec(string, ...any) (sql.Result, error) }) { q.Exec("a") }
		func AfterError(db *sql.DB) error { if err := Global(); err != nil { return err }; return db.Ping() }
		func ByName(db *sql.DB, name string) { if name != "" { db.Ping() } }
		func Either(db *sql.DB, tx *sql.Tx) { if tx != nil { tx.Exec("a") } else { db.Exec("a") } }
		func Told(db *sql.DB, inTx bool) { if !inTx { db.Exec("a") } }
		func Later(db *sql.DB) { go db.Exec("a") }
		func Mixed(db *sql.DB, q interface{ Exec(string, ...any) (sql.Result, error) }) { if q == nil { q = db }; q.Exec("a") }
		func call(f func() error) error { return f() }
		var global *sql.DB`, `
		Limit limits:0
		LimitVia limits:0
		Store.Field asks:0.db
		Store.Via asks:0.db
		Service.Deep asks:0.Store.db
		Store.Begin asks:0.db result0:*sql.Tx<0.db
		Global asks:example.com/m/facts/who_is_asked.global
		Closure asks:0
		Iface asks:0
		AfterError asks:example.com/m/facts/who_is_asked.global asks:0
		ByName asks:0
		call param0:calls`},
	{"a pool for each call", `
		func Open() (*sql.DB, error) { return sql.Open("a", "b") }
		func Count() error { db, err := Open(); if err != nil { return err }; defer db.Close(); return db.Ping() }
		func CountIn(dsn string) error { db, err := sql.Open("a", dsn); if err != nil { return err }; defer db.Close(); return db.Ping() }
		func Ask(dsn, query string) error { db, err := sql.Open("a", dsn); if err != nil { return err }; defer db.Close(); _, err = db.Exec(query); return err }
		func Both(dsn string) error {
			db, err := sql.Open("a", dsn)
			if err != nil { return err }
			defer db.Close()
			log, err := sql.Open("a", "log")
			if err != nil { return err }
			defer log.Close()
			return errors.Join(db.Ping(), log.Ping())
		}
		type T struct{ dsn string }
		func (t *T) Count(n int) error { db, err := sql.Open("a", t.dsn); if err != nil { return err }; defer db.Close(); return db.Ping() }
		func Keep() error { db, err := Open(); if err != nil { return err }; kept = db; return nil }
		var kept *sql.DB`, `
		Open result0:*sql.DB
		Count opens:*sql.DB
		CountIn opens:*sql.DB,0
		Ask opens:*sql.DB,0
		Both opens:*sql.DB
		T.Count opens:*sql.DB,0`},
	{"of other resources", `
		func Query(db *sql.DB) (*sql.Rows, error) { return db.Query("a") }
		func QueryRow(db *sql.DB) *sql.Row { return db.QueryRow("a") }
		func Begin(db *sql.DB) (*sql.Tx, error) { return db.Begin() }`, `
		Query asks:0 result0:*sql.Rows<0
		QueryRow asks:0 result0:*sql.Row<0
		Begin asks:0 result0:*sql.Tx<0`},
	{"two results", `
		func OpenTwo() (a, b *os.File, err error) {
			if a, err = os.Open("a"); err != nil { return }
			if b, err = os.Open("b"); err != nil { a.Close(); return nil, nil, err }
			return
		}`, `
		OpenTwo result0:*os.File result1:*os.File`},
	// The interface's methods must be able to release it.
	{"as an interface", `
		func OpenRead() (io.ReadCloser, error) { return os.Open("a") }
		func OpenAny() (any, error) { return os.Open("a") }`, `
		OpenRead result0:io.ReadCloser`},
	// What is lent on some path is not the caller's to release.
	{"lent", `
		func Input(stdin bool) (*os.File, error) { if stdin { return os.Stdin, nil }; return os.Open("a") }
		func Cached() *os.File { if cached == nil { cached, _ = os.Open("a") }; return cached }
		var cached *os.File`, ``},
	{"with a thunk", `
		func OpenFunc() (*os.File, func(), error) {
			f, err := os.Open("a")
			if err != nil { return nil, nil, err }
			return f, func() { f.Close() }, nil
		}`, `
		OpenFunc result0:*os.File+1()`},
	{"in a recursion", `
		func OpenDeep(n int) (*os.File, error) { if n == 0 { return os.Open("a") }; return OpenDeep(n-1) }`, `
		OpenDeep result0:*os.File`},
	{"closed before", `
		func Probe() (string, error) { f, err := os.Open("a"); if err != nil { return "", err }; defer f.Close(); return f.Name(), nil }`, ``},
	{"in a generic type", `
		type Of[T any] struct { f *os.File; x T }
		func (o *Of[T]) Close() error { return o.f.Close() }
		func NewOf[T any](x T) (*Of[T], error) { f, err := os.Open("a"); if err != nil { return nil, err }; return &Of[T]{f, x}, nil }`, `
		Of owner(f:Close)
		Of.Close repeats param0:ok=releases,err=releases,fields=f
		NewOf result0:*lib.Of[T]`},
}

var paramTests = []factTest{
	{"releaser", `
		func Close(f *os.File) { f.Close() }
		func CloseErr(f *os.File) error { return f.Close() }
		func CloseDefer(f *os.File) { defer f.Close(); f.Name() }
		func CloseVia(f *os.File) { Close(f) }
		func CloseQuiet(c io.Closer) { _ = c.Close() }
		func CloseAll(fs ...*os.File) { for _, f := range fs { f.Close() } }
		func CloseDeep(f *os.File, n int) { if n == 0 { f.Close(); return }; CloseDeep(f, n-1) }`, `
		Close param0:` + releases + `,drops
		CloseErr param0:` + releases + `
		CloseDefer param0:` + releases + `,drops
		CloseVia param0:` + releases + `,drops
		CloseQuiet param0:` + releases + `
		CloseAll param0:` + releases + `
		CloseDeep param0:` + releases + `,drops`},
	// Some path shows what is meant; a failure has to be certain.
	{"by outcome", `
		func CloseIf(f *os.File, b bool) { if b { f.Close() } }
		func CloseOnErr(f *os.File) error { if _, err := f.Stat(); err != nil { f.Close(); return err }; return nil }
		func CloseOnOK(f *os.File) error { if _, err := f.Stat(); err != nil { return err }; f.Close(); return nil }
		func CloseOnSome(f *os.File, b bool) error { if b { f.Close(); return errBad }; return errBad }
		var errBad = errors.New("")`, `
		CloseIf param0:` + releases + `,drops
		CloseOnErr param0:err=releases
		CloseOnOK param0:ok=releases,drops`},
	{"by error", `
		func Fail(f *os.File, err error) error { if err == nil { return nil }; f.Close(); return err }
		func Failed(f *os.File, op string, err error) { if err != nil { f.Close() } }
		func FailNamed(err error, f *os.File) { if err != nil { f.Name() }; f.Close() }
		func Must(f *os.File, err error) *os.File { if err != nil { panic(err) }; return f }`, `
		Fail param0:iferror1=ok=releases+err=releases param1:nilkeeper
		Failed param0:` + releases + `,drops
		FailNamed param1:` + releases + `,drops
		Must param0:wraps=0 param1:nilguard`},
	{"logger", `
		func Log(err error) { println("failed"); fmt.Fprintln(os.Stderr, err) }
		func LogIf(err error) { if err != nil { log.Printf("cleanup: %v", err) } }
		func LogVia(err error) { LogIf(fmt.Errorf("a: %w", err)) }
		func LogAndReturn(err error) error { log.Print(err); return err }`, `
		Log param0:logs
		LogIf param0:logs
		LogVia param0:logs
		LogAndReturn param0:nilkeeper`},
	{"retryer", `
		func Retry(f func() error) error { for { if err := f(); err == nil { return nil } } }
		func RetryN(n int, f func() error) (err error) { for i := 0; i < n; i++ { if err = f(); err == nil { return nil } }; return err }
		func RetryVia(f func() error) error { return Retry(func() error { return f() }) }
		func RetryBool(f func() bool) { for !f() { } }
		func Repeat(f func() error) { for range 3 { f() } }
		func Each(fs []func() error) { for _, f := range fs { f() } }`, `
		Retry succeeds param0:calls,retries
		RetryN param1:calls,sometimes,retries
		RetryVia succeeds param0:calls,retries
		RetryBool param0:calls,retries
		Repeat param0:calls,sometimes
		Each param0:` + releases},
	{"deleter", `
		func Remove(path string) error { return os.Remove(path) }
		func RemoveVia(path string) { if err := Remove(path); err != nil { panic(err) } }
		func RemoveBoth(path string) { os.Remove(path); os.Remove(path + "-wal") }
		func RemoveOther(path string) { os.Remove("other") }`, `
		Remove param0:deletes
		RemoveVia param0:deletes
		RemoveBoth param0:deletes`},
	{"dropper", `
		func Drop(db *sql.DB, name string) error { _, err := db.Exec("DROP DATABASE " + name); return err }
		func DropVia(db *sql.DB, name string) error { return Drop(db, "test_" + name) }
		func DropLater(db *sql.DB, name string) { f := func() { Drop(db, name) }; f() }
		func DropTable(db *sql.DB, name string) { db.Exec("DROP TABLE " + name) }`, `
		Drop asks:0 param1:dropsdata
		DropVia asks:0
		DropLater asks:0 param1:dropsdata
		DropTable asks:0`},
	{"transaction", `
		func Finish(tx *sql.Tx, err error) error { if err != nil { tx.Rollback(); return err }; return tx.Commit() }`, `
		Finish param0:` + releases},
	{"row", `func ScanOne(row *sql.Row) (n int, err error) { err = row.Scan(&n); return }`, `
		ScanOne param0:` + releases},
	{"borrower", `
		func Borrow(f *os.File) string { return f.Name() }
		func BorrowAny(f any) bool { return f != nil }
		func Unused(f *os.File) {}`, ``},
	{"taker", `
		func Keep(f *os.File) { kept = f }
		var kept *os.File
		func Send(c chan *os.File, f *os.File) { c <- f }
		func CloseLater(f *os.File) { go f.Close() }`, `
		Keep param0:` + takes + `
		Send param1:` + takes + `
		CloseLater param0:` + takes},
	// A field that some method releases takes what is put into it.
	{"server", `
		type Server struct { file *os.File; files []*os.File; name string }
		func (s *Server) Set(f *os.File) { s.file = f }
		func (s *Server) Add(f *os.File) { s.files = append(s.files, f) }
		func (s *Server) Close() error { for _, f := range s.files { f.Close() }; return s.file.Close() }`, `
		Server owner(file:Close files:Close)
		Server.Set param1:` + takes + `
		Server.Add param1:` + takes + `
		Server.Close param0:` + releases + `,fields=file+files`},
	{"wrapper", `
		type Wrapper struct { f *os.File }
		func (w *Wrapper) Close() error { return w.f.Close() }
		func Wrap(f *os.File) *Wrapper { return &Wrapper{f} }
		func WrapErr(f *os.File) (*Wrapper, error) { if _, err := f.Stat(); err != nil { f.Close(); return nil, err }; return &Wrapper{f}, nil }
		func OpenWrapper() (*Wrapper, error) { f, err := os.Open("a"); if err != nil { return nil, err }; return &Wrapper{f}, nil }`, `
		Wrapper owner(f:Close)
		Wrapper.Close repeats param0:` + releases + `,fields=f
		Wrap param0:wraps=0,in=f
		WrapErr param0:err=releases,wraps=0,in=f
		OpenWrapper result0:*lib.Wrapper`},
	// What only uses the file is no owner of it.
	{"user", `
		type User struct { f *os.File }
		func (u *User) Name() string { return u.f.Name() }
		func Use(f *os.File) *User { return &User{f} }`, ``},
	{"handed through", `
		func Same(f *os.File) *os.File { return f }
		func SameAs[T any](x T) T { return x }
		func Closer(f *os.File) func() error { return f.Close }`, `
		Same param0:wraps=0
		SameAs param0:wraps=0
		Closer param0:wraps=0`},
	{"must-helper", `
		func Must(f *os.File, err error) *os.File { if err != nil { panic(err) }; return f }
		func MustOf[T any](x T, err error) T { if err != nil { panic(err) }; return x }`, `
		Must param0:wraps=0 param1:nilguard
		MustOf param0:wraps=0 param1:nilguard`},
	{"iteration", `
		func Drain(rows *sql.Rows) { for rows.Next() {} }
		func DrainErr(rows *sql.Rows) error { for rows.Next() {}; return rows.Err() }
		func OnlyErr(rows *sql.Rows) error { return rows.Err() }
		func ReadAll(rows *sql.Rows) error { defer rows.Close(); for rows.Next() {}; return rows.Err() }
		func NextOne(rows *sql.Rows) bool { return rows.Next() }
		func Scan(rows *sql.Rows) error { for rows.Next() { if err := rows.Scan(); err != nil { return err } }; return rows.Err() }`, `
		Drain param0:iterates
		DrainErr param0:iterates,checks
		OnlyErr param0:err=releases,checks
		ReadAll param0:` + releases + `,iterates,checks
		Scan param0:iterates,leaves,checks`},
	{"fields of an argument", `
		type Pair struct { a, b *os.File }
		func CloseFirst(p *Pair) { p.a.Close() }`, `
		CloseFirst param0:` + releases + `,fields=a`},
}

var errorTests = []factTest{
	{"nil guard", `
		func Check(err error) { if err != nil { panic(err) } }
		func Exit(err error) { if err != nil { os.Exit(1) } }
		func CheckVia(err error) { Check(err) }`, `
		Check param0:nilguard
		Exit exits param0:nilguard
		CheckVia param0:nilguard`},
	{"nil keeper", `
		func Ident(err error) error { return err }
		func Wrapped(err error) error { if err == nil { return nil }; return errors.New(err.Error()) }`, `
		Ident param0:nilkeeper
		Wrapped param0:nilkeeper`},
	{"neither", `
		func Log(err error) { if err != nil { println(err.Error()) } }
		func Swallow(err error) error { return nil }
		func Always(err error) error { return errors.New("") }
		func Sometimes(err error, b bool) { if b && err != nil { panic(err) } }`, `
		Swallow succeeds`},
	{"never returns", `
		func Die() { os.Exit(1) }
		func DieVia() { Die() }
		func DieOrElse(b bool) { if b { os.Exit(1) }; panic(1) }
		func Panics() { panic(1) }`, `
		Die noreturn exits
		DieVia noreturn exits
		DieOrElse noreturn exits
		Panics noreturn`},
	{"may return", `
		func Mostly(b bool) { if b { os.Exit(1) } }
		func MostlyVia(b bool) { if b { Die() } }
		func Die() { os.Exit(1) }
		func Indirectly(b bool) { Mostly(b) }`, `
		Mostly exits
		MostlyVia exits
		Die noreturn exits`},
}

var callTests = []factTest{
	{"now", `
		func Now(f func()) { f() }
		func NowErr(f func() error) error { return f() }
		func NowDefer(f func()) { defer f() }
		func NowVia(f func()) { Now(f) }
		func NowIn(f func()) { Now(func() { f() }) }
		func NowOnce(f func()) { once.Do(f) }
		func NowIf(f func(), b bool) { if b { f() } }
		func Each(xs []int, f func(int)) { for _, x := range xs { f(x) } }
		var once sync.Once`, `
		Now param0:calls
		NowErr param0:calls
		NowDefer param0:calls
		NowVia param0:calls
		NowIn param0:calls
		NowOnce param0:calls
		NowIf param0:calls,sometimes
		Each param1:calls,sometimes`},
	{"later", `
		func Later(f func()) { go f() }
		func LaterIn(f func()) { go func() { f() }() }`, `
		Later param0:callslater
		LaterIn param0:callslater`},
	{"not at all", `func Never(f func()) bool { return f != nil }`, ``},
	{"in a transaction", `
		func WithTx(db *sql.DB, f func(*sql.Tx) error) error {
			tx, err := db.Begin()
			if err != nil { return err }
			if err := f(tx); err != nil { tx.Rollback(); return err }
			return tx.Commit()
		}`, `
		WithTx asks:0 param1:intx=0,calls,sometimes`},
}

var ownerTests = []factTest{
	// What nobody else has owes from the method that opens something into it, and
	// what says hello after that may fail too late.
	{"filled", `
		type Client struct { f *os.File }
		func NewClient() *Client { return &Client{} }
		func (c *Client) Open() (err error) { c.f, err = os.Open("a"); if err != nil { return err }; return nil }
		func (c *Client) Greet() error { f, err := os.Create("a"); if err != nil { return err }; c.f = f; _, err = f.Write(nil); return err }
		func (c *Client) Close() error { return c.f.Close() }
		func Opened() (*Client, error) { c := NewClient(); return c, c.Open() }`, `
		Client owner(f:Close)
		NewClient fresh0
		Client.Open fills:*lib.Client
		Client.Greet fills:*lib.Client half
		Client.Close repeats param0:` + releases + `,fields=f
		Opened result0:*lib.Client`},
	// Nothing is owed by what ends by itself, or is known to others.
	{"not filled", `
		type Client struct { f *os.File }
		var clients []*Client
		func NewClient() *Client { c := &Client{}; clients = append(clients, c); return c }
		func (c *Client) Open() (err error) { c.f, err = os.Open("a"); if err != nil { return err }; go c.run(); return nil }
		func (c *Client) Again() (err error) { c.f.Close(); c.f, err = os.Open("a"); return err }
		func (c *Client) run() { defer c.f.Close() }
		func (c *Client) Close() error { return c.f.Close() }`, `
		Client owner(f:Again|Close|Open|run)
		Client.Open param0:ok=takes,fields=f
		Client.Again param0:` + releases + `,fields=f
		Client.run param0:` + releases + `,fields=f
		Client.Close repeats param0:` + releases + `,fields=f`},
	{"nested", `
		type Inner struct { f *os.File }
		func (i *Inner) Close() { i.f.Close() }
		type Outer struct { value Inner; pointer *Inner }
		func (o *Outer) Shutdown() { o.value.Close(); o.pointer.Close() }`, `
		Inner owner(f:Close)
		Inner.Close repeats param0:` + releases + `,fields=f
		Outer owner(pointer:Shutdown value:Shutdown)
		Outer.Shutdown repeats param0:` + releases + `,fields=pointer+value`},
	{"embedded", `
		type Embedding struct { *os.File }
		type Twice struct { Embedding }
		func OpenEmbedding() (*Embedding, error) { f, err := os.Open("a"); return &Embedding{f}, err }`, `
		OpenEmbedding result0:*lib.Embedding
		Embedding owner(File:Close)
		Twice owner(Embedding:Close)`},
	{"by a helper", `
		type Helped struct { f *os.File }
		func (h *Helped) Close() { h.close() }
		func (h *Helped) close() { if h.f != nil { h.f.Close() } }`, `
		Helped owner(f:Close|close)
		Helped.Close repeats param0:` + releases + `,fields=f
		Helped.close repeats param0:` + releases + `,fields=f`},
	{"deferred, and once", `
		type Deferred struct { f *os.File }
		func (d *Deferred) Close() { defer d.f.Close() }
		type Once struct { once sync.Once; f *os.File }
		func (o *Once) Close() { o.once.Do(func() { o.f.Close() }) }`, `
		Deferred owner(f:Close)
		Deferred.Close repeats param0:` + releases + `,fields=f
		Once owner(f:Close)
		Once.Close repeats param0:` + releases + `,fields=f`},
	{"in parts", `
		type Parts struct { a, b *os.File }
		func (p *Parts) CloseA() { p.a.Close() }
		func (p *Parts) CloseB() { p.b.Close() }
		func (p *Parts) Close() { p.CloseA(); p.CloseB() }`, `
		Parts owner(a:Close|CloseA b:Close|CloseB)
		Parts.CloseA param0:` + releases + `,fields=a
		Parts.CloseB param0:` + releases + `,fields=b
		Parts.Close param0:` + releases + `,fields=a+b`},
	{"of a recursive type", `
		type List struct { next *List; f *os.File }
		func (l *List) Close() { if l.next != nil { l.next.Close() }; l.f.Close() }`, `
		List owner(f:Close next:Close)
		List.Close param0:` + releases + `,fields=f+next`},
	{"no owner", `
		type Plain struct { f *os.File }
		func (p *Plain) Name() string { return p.f.Name() }
		type Empty struct{}
		type Number int`, ``},
}

// list returns the facts of want, one a line.
func list(want string) []string {
	var facts []string
	for line := range strings.Lines(want) {
		if line = strings.TrimSpace(line); line != "" {
			facts = append(facts, line)
		}
	}
	return facts
}

// crossTest is a package that uses another one: what lib exports reaches it
// in its encoded form.
var crossTest = map[string]string{
	"lib/lib.go": libHeader + `
		func Open() (*os.File, error) { return os.Open("a") }
		func OpenFunc() (*os.File, func(), error) {
			f, err := os.Open("a")
			if err != nil { return nil, nil, err }
			return f, func() { f.Close() }, nil
		}
		func Close(f *os.File) { f.Close() }
		func Borrow(f *os.File) { f.Name() }
		func Keep(f *os.File) { kept = f }
		var kept *os.File
		func Check(err error) { if err != nil { panic(err) } }
		func Now(f func()) { f() }
		func Die() { os.Exit(1) }
		type Owner struct { f *os.File }
		func (o *Owner) Quit() { o.f.Close() }
		func (o *Owner) Name() string { return o.f.Name() }
		func NewOwner() (*Owner, error) { f, err := os.Open("a"); if err != nil { return nil, err }; return &Owner{f}, nil }
		func Must[T any](x T, err error) T { if err != nil { panic(err) }; return x }
		func Drain(rows *sql.Rows) { for rows.Next() {} }`,
	"user/user.go": `package user
		import ("database/sql"; "os"; "` + module + `/lib")
		func goodClose() error { f, err := lib.Open(); if err != nil { return err }; lib.Close(f); return nil }
		func goodKeep() error { f, err := lib.Open(); if err != nil { return err }; lib.Keep(f); return nil }
		func goodThunk() error { _, done, err := lib.OpenFunc(); if err != nil { return err }; defer done(); return nil }
		func goodCheck() { f, err := lib.Open(); lib.Check(err); f.Close() }
		func goodNow() error { f, err := lib.Open(); if err != nil { return err }; lib.Now(func() { f.Close() }); return nil }
		func goodDie(b bool) error { f, err := lib.Open(); if err != nil { return err }; if b { lib.Die() } else { f.Close() }; return nil }
		func goodQuit() error { o, err := lib.NewOwner(); if err != nil { return err }; defer o.Quit(); return nil }
		func goodMust() { f := lib.Must(os.Open("a")); defer f.Close() }
		func badOpen() error { f, err := lib.Open(); if err != nil { return err }; f.Name(); return nil }
		func badBorrow() error { f, err := lib.Open(); if err != nil { return err }; lib.Borrow(f); return nil }
		func badThunk() error { f, _, err := lib.OpenFunc(); if err != nil { return err }; f.Name(); return nil }
		func badOwner() error { o, err := lib.NewOwner(); if err != nil { return err }; o.Name(); return nil }
		func badMust() { f := lib.Must(os.Open("a")); f.Name() }
		func badDrain(db *sql.DB) error { rows, err := db.Query("a"); if err != nil { return err }; lib.Drain(rows); return nil }`,
}

// crossWant are the findings in crossTest.
var crossWant = []string{
	"badBorrow unclosed", "badDrain rowserr", "badMust unclosed", "badOpen unclosed", "badOwner unclosed", "badThunk unclosed",
}

func (f factTest) dir() string {
	return "facts/" + strings.NewReplacer(" ", "_", ",", "").Replace(f.name)
}

// Every piece is a package of its own. All are loaded at once, for loading is
// what takes the time.
func TestFacts(t *testing.T) {
	t.Parallel()
	tests := slices.Concat(resultTests, paramTests, errorTests, callTests, ownerTests)
	files := maps.Clone(crossTest)
	for _, test := range tests {
		name := test.dir() + "/lib.go"
		if files[name] != "" {
			t.Fatalf("two tests are called %s", test.name)
		}
		files[name] = libHeader + test.src
	}
	acts := analyse(t, files)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { checkFacts(t, acts[test.dir()], list(test.want)) })
	}
	t.Run("cross", func(t *testing.T) {
		var got []string
		for _, f := range findingsOf(acts["user"]) {
			place, _, _ := strings.Cut(f, ":")
			got = append(got, place)
		}
		if !slices.Equal(got, crossWant) {
			t.Errorf("got %s\nwant %s", strings.Join(got, ", "), strings.Join(crossWant, ", "))
		}
	})
}

// checkFacts checks that the package has the facts and no others.
func checkFacts(t *testing.T, act *checker.Action, facts []string) {
	t.Helper()
	got := factsOf(act)
	for _, want := range facts {
		name, fact, _ := strings.Cut(want, " ")
		if got[name] != fact {
			t.Errorf("%s: got %q, want %q", name, got[name], fact)
		}
		delete(got, name)
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		t.Errorf("%s: got %q, want no fact", name, got[name])
	}
	if notes := notesOf(act); len(notes) > 0 {
		t.Errorf("gave up: %q", notes)
	}
}
