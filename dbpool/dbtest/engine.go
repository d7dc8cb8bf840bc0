package dbtest

import (
	"context"
	"database/sql/driver"
	"strings"
)

// An engine is one kind of database as a Source needs it. The Source calls
// start, stop, reap and template one at a time; the others may run at the same
// time for different databases.
type engine interface {
	// start makes contact, and takes the lock by which other processes see that
	// the databases of this run are in use. stop undoes it.
	start(ctx context.Context) error
	stop(ctx context.Context) error

	// limit returns how many connections all databases may have together; 0 for
	// any number.
	limit() int

	// reap removes what earlier runs left: the databases of runs that are dead,
	// those that were kept long ago, and templates that nobody uses.
	reap(ctx context.Context) error

	// template makes sure that there is a template with the key, the one that
	// create copies. If there is none, it makes an empty database and has it
	// filled.
	template(ctx context.Context, key string, fill func(context.Context, location) error) error

	// create makes a database with the name, which is label plus something
	// that makes it unique.
	create(ctx context.Context, name string) (location, error)
	// connector returns what makes connections to a database.
	connector(at location) (driver.Connector, error)
	// keep marks a database so that it stays for whoever wants to look at it.
	keep(ctx context.Context, at location) error
	// drop removes a database. If others have sessions on it, it ends these and
	// returns an error that names them.
	drop(ctx context.Context, at location) error
}

// A location is where a database is.
type location struct {
	name string
	dsn  string // for the driver
	look string // a command that shows it to a person
}

// maxLabel keeps names within what every database takes.
const maxLabel = 30

// label returns a test's name as part of the name of a database: lower case
// letters, digits and underscores.
func label(test string) string {
	s := strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			return r
		case 'A' <= r && r <= 'Z':
			return r - 'A' + 'a'
		default:
			return '_'
		}
	}, test)
	return s[:min(len(s), maxLabel)]
}
