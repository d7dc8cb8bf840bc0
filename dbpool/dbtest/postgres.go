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
	at := p.at(databaseName(p.run, name))
	return at, p.exec(ctx, "CREATE DATABASE "+at.name+" TEMPLATE "+p.source+p.clone)
}

func (p *postgres) exec(ctx context.Context, statement string) error {
	if _, err := p.admin.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	return nil
}

func (p *postgres) keep(ctx context.Context, at location) error {
	return p.comment(ctx, at.name, keptNow())
}

func (p *postgres) comment(ctx context.Context, name, text string) error {
	return p.exec(ctx, "COMMENT ON DATABASE "+name+" IS '"+text+"'")
}

func (p *postgres) drop(ctx context.Context, at location) error {
	left, err := p.sessions(ctx, at.name)
	if err != nil {
		return err
	}
	statement := "DROP DATABASE " + at.name
	if len(left) > 0 {
		statement += " WITH (FORCE)"
	}
	return join(sessionsError(at.name, left), p.exec(ctx, statement))
}

// sessions returns those that stay on a database that should have none.
func (p *postgres) sessions(ctx context.Context, database string) ([]session, error) {
	return untilNone(ctx, func(ctx context.Context) (on []session, err error) {
		rows, err := p.admin.QueryContext(ctx, `SELECT pid, application_name, coalesce(state, ''), query
			FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend' ORDER BY pid`, database)
		if err != nil {
			return nil, err
		}
		defer func() { err = join(err, rows.Close()) }()
		for rows.Next() {
			var s session
			if err := rows.Scan(&s.id, &s.client, &s.state, &s.query); err != nil {
				return nil, err
			}
			on = append(on, s)
		}
		return on, rows.Err()
	})
}

// hasState reports whether an error of the server has an SQLSTATE.
func hasState(err error, state string) bool {
	e, ok := errors.AsType[interface {
		error
		SQLState() string
	}](err)
	return ok && e.SQLState() == state
}
