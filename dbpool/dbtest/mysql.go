package dbtest

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/leakvet/leakvet/dbpool/track"
)

// MySQL returns a source of databases on a MariaDB or MySQL server, for a driver
// whose data source names are those of github.com/go-sql-driver/mysql, as in
// "me@tcp(localhost)/". The account needs the rights to create and drop
// databases whose names begin with dbtest_.
//
// These servers cannot copy a database. The template is read once in a process,
// with its tables, rows, sequences, views, routines, triggers and events, and
// each database is made from that in one request.
func MySQL(d driver.Driver, dsn string, schema Schema, given ...Option) *Source {
	o := newOptions(given)
	return &Source{engine: &mysql{driver: d, base: dsn}, schema: schema, options: o}
}

type mysql struct {
	driver driver.Driver
	base   string // the DSN

	admin *sql.DB   // nil while stopped
	alive *sql.Conn // holds the lock that says that the run is alive
	run   int32     // the number of the run

	source  string // the template
	dump    dump   // of it
	maximum int    // connections
}

// adminParams are for the sessions that create and drop. Dropping would wait a
// day for a session that has a transaction open.
const adminParams = "multiStatements=true&foreign_key_checks=0&unique_checks=0&lock_wait_timeout=20"

func (m *mysql) start(ctx context.Context) error {
	if !strings.Contains(m.base, "/") {
		return errors.New("the DSN of MySQL must be like user@tcp(host)/, with a slash at the end")
	}
	connector, err := m.connector(location{dsn: dsnOf(m.base, "", adminParams)})
	if err != nil {
		return err
	}
	admin := sql.OpenDB(connector)
	admin.SetMaxOpenConns(maxAdmin + 1)
	admin.SetMaxIdleConns(maxAdmin + 1)
	alive, err := admin.Conn(ctx)
	if err != nil {
		return join(fmt.Errorf("connect to MySQL: %w", err), admin.Close())
	}
	m.run = rand.Int32()
	if err := getLock(ctx, alive, runLockName(m.run)); err != nil {
		return join(err, alive.Close(), admin.Close())
	}
	m.admin, m.alive = admin, alive
	return nil
}

func (m *mysql) stop(context.Context) error {
	err := join(m.alive.Close(), m.admin.Close())
	m.admin, m.alive = nil, nil
	return err
}

func runLockName(run int32) string { return fmt.Sprintf("dbtest_run_%08x", run) }

// getLock takes a lock of the server, whose owner is the session.
func getLock(ctx context.Context, conn *sql.Conn, name string) error {
	var got sql.NullInt64
	const wait = 3600 // seconds; the context ends it sooner
	if err := conn.QueryRowContext(ctx, "SELECT GET_LOCK(?, ?)", name, wait).Scan(&got); err != nil {
		return err
	}
	if got.Int64 != 1 {
		return fmt.Errorf("the server does not give the lock %s", name)
	}
	return nil
}

func (m *mysql) limit() int { return m.maximum / 4 }

func (m *mysql) connector(at location) (driver.Connector, error) {
	return track.Open(m.driver, at.dsn, track.Off)
}

// dsnOf returns a DSN for a database, with more parameters.
func dsnOf(dsn, database, params string) string {
	slash := strings.LastIndexByte(dsn, '/') // as the driver finds it
	server, rest := dsn[:slash+1], dsn[slash+1:]
	_, given, _ := strings.Cut(rest, "?")
	if all := strings.Trim(given+"&"+params, "&"); all != "" {
		return server + database + "?" + all
	}
	return server + database
}

func (m *mysql) at(name, params string) location {
	return location{name: name, dsn: dsnOf(m.base, name, params), look: "mariadb " + name}
}

func (m *mysql) create(ctx context.Context, name string) (location, error) {
	at := m.at(databaseName(m.run, name), "")
	return at, m.exec(ctx, m.dump.statements(at.name))
}

func (m *mysql) exec(ctx context.Context, statements string) error {
	if _, err := m.admin.ExecContext(ctx, statements); err != nil {
		return fmt.Errorf("%s: %w", statements[:min(len(statements), 100)], err)
	}
	return nil
}

// notes is the name of the table whose comment is the note on its database.
const notes = "_dbtest"

func (m *mysql) note(ctx context.Context, database, text string) error {
	table := "`" + database + "`.`" + notes + "`"
	return m.exec(ctx, "DROP TABLE IF EXISTS "+table+"; CREATE TABLE "+table+" (a INT) COMMENT '"+text+"'")
}

func (m *mysql) keep(ctx context.Context, at location) error {
	return m.note(ctx, at.name, keptNow())
}

func (m *mysql) drop(ctx context.Context, at location) error {
	left, err := m.sessions(ctx, at.name)
	if err != nil {
		return err
	}
	for _, s := range left {
		m.kill(ctx, s)
	}
	return join(sessionsError(at.name, left), m.exec(ctx, "DROP DATABASE `"+at.name+"`"))
}

// kill ends a session. That it has ended by itself meanwhile is an error, which
// does not matter; if it stays, dropping the database says so.
func (m *mysql) kill(ctx context.Context, s session) {
	_, _ = m.admin.ExecContext(ctx, fmt.Sprintf("KILL %d", s.id))
}

// sessions returns those that stay on a database that should have none. The
// server goes on with a query whose context ended in the client; that is no
// fault of the test.
func (m *mysql) sessions(ctx context.Context, database string) ([]session, error) {
	return untilNone(ctx, func(ctx context.Context) ([]session, error) {
		on, err := m.look(ctx, database)
		for _, s := range on {
			if s.state == "Query" || s.state == "Execute" {
				m.kill(ctx, s)
			}
		}
		return on, err
	})
}

// look returns the sessions that are on a database.
func (m *mysql) look(ctx context.Context, database string) (on []session, err error) {
	rows, err := m.admin.QueryContext(ctx, `SELECT id, concat(user, '@', host), command, coalesce(info, '')
			FROM information_schema.processlist WHERE db = ? ORDER BY id`, database)
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
}
