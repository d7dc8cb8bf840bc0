package dbtest

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"time"

	"github.com/leakvet/leakvet/dbpool/track"
)

// PostgreSQL returns a source of databases on a PostgreSQL server, version 13
// or later, for a driver such as stdlib.GetDefaultDriver() of pgx. The address
// is that of a database to connect to for creating others, as in
// "postgres://me@localhost/postgres"; its role needs the right CREATEDB. The
// connection must be a session of the server: a pooler in between that lends
// one out for each transaction loses the locks.
//
// All databases are named dbtest_…, and templates are shared by all that
// connect as the same role.
func PostgreSQL(d driver.Driver, address string, schema Schema, given ...Option) *Source {
	o := newOptions(given)
	return &Source{engine: &postgres{driver: d, address: address}, schema: schema, options: o}
}

type postgres struct {
	driver  driver.Driver
	address string

	base  *url.URL  // the address
	admin *sql.DB   // nil while stopped
	alive *sql.Conn // holds the lock that says that the run is alive
	run   int32     // the number of the run

	source  string // the template
	clone   string // how to copy it: the end of CREATE DATABASE
	maximum int    // connections
}

// The first keys of advisory locks; the second is the number of a run or of a
// template. They are chosen at random, and the same in all processes.
const (
	runLock      = 1_181_946_273
	templateLock = 1_181_946_274
)

// maxAdmin bounds the connections for creating and dropping databases, besides
// the one for the lock.
const maxAdmin = 3

func (p *postgres) start(ctx context.Context) (err error) {
	if p.base, err = url.Parse(p.address); err != nil || !strings.HasPrefix(p.base.Scheme, "postgres") {
		return errors.New("the address of PostgreSQL must be like postgres://user@host/database")
	}
	connector, err := p.connector(location{dsn: p.address})
	if err != nil {
		return err
	}
	admin := sql.OpenDB(connector)
	admin.SetMaxOpenConns(maxAdmin + 1)
	admin.SetMaxIdleConns(maxAdmin + 1)
	alive, err := admin.Conn(ctx)
	if err != nil {
		return join(fmt.Errorf("connect to %s: %w", p.base.Redacted(), err), admin.Close())
	}
	p.run = rand.Int32()
	if _, err := alive.ExecContext(ctx, "SELECT pg_advisory_lock($1, $2)", runLock, p.run); err != nil {
		return join(err, alive.Close(), admin.Close())
	}
	p.admin, p.alive = admin, alive
	return nil
}

func (p *postgres) stop(context.Context) error {
	// Closing the pool does not end a session that is checked out, and giving it
	// back does not end the lock: only both do.
	err := join(p.alive.Close(), p.admin.Close())
	p.admin, p.alive = nil, nil
	return err
}

func (p *postgres) limit() int { return p.maximum / 4 }

func (p *postgres) connector(at location) (driver.Connector, error) {
	return track.Open(p.driver, at.dsn, track.Off)
}

func (p *postgres) at(name string) location {
	u := *p.base
	u.Path = "/" + name
	return location{name: name, dsn: u.String(), look: "psql '" + u.Redacted() + "'"}
}

func (p *postgres) create(ctx context.Context, name string) (location, error) {
	at := p.at(fmt.Sprintf("dbtest_%08x_%s", p.run, name))
	return at, p.exec(ctx, "CREATE DATABASE "+at.name+" TEMPLATE "+p.source+p.clone)
}

func (p *postgres) exec(ctx context.Context, statement string) error {
	if _, err := p.admin.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	return nil
}

// What comments on databases say.
const (
	keptSince = "kept since "
	usedOn    = "used on "
)

func (p *postgres) keep(ctx context.Context, at location) error {
	return p.comment(ctx, at.name, keptSince+time.Now().UTC().Format(time.RFC3339))
}

func (p *postgres) comment(ctx context.Context, name, text string) error {
	return p.exec(ctx, "COMMENT ON DATABASE "+name+" IS '"+text+"'")
}

// goneIn is how long the server may take to end a session that was closed.
const goneIn = 2 * time.Second

func (p *postgres) drop(ctx context.Context, at location) error {
	left, err := p.sessions(ctx, at.name)
	if err != nil {
		return err
	}
	statement := "DROP DATABASE " + at.name
	if left != nil {
		statement += " WITH (FORCE)"
	}
	return join(left, p.exec(ctx, statement))
}

// sessions waits until no session is on a database, and returns an error that
// names those that stay. The server itself would wait in steps of 100 ms, for
// 5 s, and then say only how many they are.
func (p *postgres) sessions(ctx context.Context, name string) (left, err error) {
	end := time.Now().Add(goneIn)
	for pause := time.Millisecond; ; pause = min(2*pause, 50*time.Millisecond) {
		left, err := p.look(ctx, name)
		if err != nil || left == nil || time.Now().After(end) {
			return left, err
		}
		time.Sleep(pause)
	}
}

// look returns an error that names the sessions on a database.
func (p *postgres) look(ctx context.Context, name string) (left, err error) {
	rows, err := p.admin.QueryContext(ctx, `SELECT pid, application_name, coalesce(state, ''), query
		FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend' ORDER BY pid`, name)
	if err != nil {
		return nil, err
	}
	defer func() { err = join(err, rows.Close()) }()
	var named []error
	for rows.Next() {
		var pid int
		var application, state, query string
		if err := rows.Scan(&pid, &application, &state, &query); err != nil {
			return nil, err
		}
		named = append(named, sessionError(name, pid, application, state, query))
	}
	return join(named...), rows.Err()
}

// sessionError names a session on a database that should have none.
func sessionError(database string, id int, client, state, query string) error {
	return fmt.Errorf("session %d of %q was still on database %s when its test ended (%s, last %q): close the pool on DB.DSN",
		id, client, database, state, query)
}
