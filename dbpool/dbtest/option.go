package dbtest

import "github.com/leakvet/leakvet/dbpool/track"

// An Option changes how a Source makes databases.
type Option func(*options)

type options struct {
	keep     Keep
	tracking track.Mode
	maxConns int
	dir      string
	dsn      func(path string) string
	pragmas  []string
}

func newOptions(given []Option) options {
	o := options{tracking: track.Stacks, maxConns: 5, dsn: fileDSN, pragmas: []string{"busy_timeout=5000", "synchronous=OFF"}}
	for _, option := range given {
		option(&o)
	}
	return o
}

// Keep says which databases stay after their test.
type Keep uint8

const (
	KeepFailed Keep = iota // those of tests that failed or panicked
	KeepNone
	KeepAll
)

// Keeping sets which databases stay. Default KeepFailed.
func Keeping(k Keep) Option { return func(o *options) { o.keep = k } }

// Tracking sets what is recorded of whatever a test opens. Default
// track.Stacks. With track.Off a test may leave everything open.
func Tracking(m track.Mode) Option { return func(o *options) { o.tracking = m } }

// MaxConns sets how many connections one database may have, at least 1.
// Default 5. On a server, tests wait until it has that many to spare: together
// they take at most a quarter of what it allows, so that several test binaries
// can run at once.
func MaxConns(n int) Option { return func(o *options) { o.maxConns = max(n, 1) } }

// Dir sets the directory for the files of SQLite: databases, templates, and what
// is kept. Default leakvet/dbtest in os.UserCacheDir. It is made if need be; on
// a file system in memory, tests are quicker.
func Dir(path string) Option { return func(o *options) { o.dir = path } }

// DSN sets how the path of an SQLite file becomes the data source name for the
// driver. Default is a URL, "file://" and the path, which modernc.org/sqlite,
// mattn/go-sqlite3 and ncruces/go-sqlite3 understand.
func DSN(f func(path string) string) Option { return func(o *options) { o.dsn = f } }

// Pragma adds a setting for each connection to SQLite, as in
// Pragma("foreign_keys=ON"). Set already are busy_timeout=5000 and
// synchronous=OFF: nobody needs a test's data after a power failure.
func Pragma(setting string) Option {
	return func(o *options) { o.pragmas = append(o.pragmas, setting) }
}
