package servertest_test

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/leakvet/leakvet/dbpool/dbtest"
	"github.com/leakvet/leakvet/dbpool/servertest/internal/server"
)

// A kind of server, with what differs from the others in the tests of the pool.
type kind struct {
	*host
	name   string // of the driver
	driver driver.Driver
	source func(driver.Driver, string, dbtest.Schema, ...dbtest.Option) *dbtest.Source
	state  func(error) string // the SQLSTATE of a server's error, "" of any other

	start     func(options ...string) (*server.Server, error)
	lasting   []string                        // options with which commits outlast the server
	database  func(admin, name string) string // the address of a database
	databases string                          // a query for the databases that have a name

	forever  string // a query that does not end
	running  string // a query for the number of the session that runs one, with its text
	session  string // a query for the number of the own session
	cancel   string // a statement that ends the query of a session, with its number
	end      string // a statement that ends a session, with its number
	fails    string // a query that fails when it runs
	rows     string // a query for many rows
	prepared string // a query with a parameter

	limited []string // statements that make the role %s, for one session
	drop    string   // a statement that drops a role
	as      func(address, role string) string

	failed, cancelled, ended, refused string // the SQLSTATE of each fault; "" if the driver says it in its own words
}

var kinds = []*kind{
	{
		host: postgres, name: "pgx", driver: stdlib.GetDefaultDriver(), source: dbtest.PostgreSQL,
		state: func(err error) string {
			failed, ok := errors.AsType[*pgconn.PgError](err)
			if !ok {
				return ""
			}
			return failed.Code
		},
		start:   server.PostgreSQL,
		lasting: []string{"fsync=on", "synchronous_commit=on", "full_page_writes=on"},
		database: func(admin, name string) string {
			return strings.Replace(admin, "/postgres?", "/"+name+"?", 1)
		},
		databases: "SELECT datname FROM pg_database WHERE datname = '%s'",
		forever:   "SELECT pg_sleep(600)",
		running:   "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query = $1 AND pid <> pg_backend_pid()",
		session:   "SELECT pg_backend_pid()",
		cancel:    "SELECT pg_cancel_backend(%d)",
		end:       "SELECT pg_terminate_backend(%d)",
		fails:     "SELECT 1/0 FROM pg_sleep(0)",
		rows:      "SELECT * FROM generate_series(1, 1000000)",
		prepared:  "SELECT $1::int",
		limited:   []string{"CREATE ROLE %s LOGIN CONNECTION LIMIT 1"},
		drop:      "DROP ROLE %s",
		as:        func(address, role string) string { return strings.Replace(address, "postgres@", role+"@", 1) },
		failed:    "22012", cancelled: "57014", ended: "57P01", refused: "53300",
	},
	{
		host: mariadb, name: "mysql", driver: new(mysql.MySQLDriver), source: dbtest.MySQL,
		state: func(err error) string {
			failed, ok := errors.AsType[*mysql.MySQLError](err)
			if !ok {
				return ""
			}
			return string(failed.SQLState[:])
		},
		start:     server.MariaDB,
		lasting:   []string{"--innodb-flush-log-at-trx-commit=1"},
		database:  func(admin, name string) string { return admin + name },
		databases: "SELECT schema_name FROM information_schema.schemata WHERE schema_name = '%s'",
		forever:   "SELECT SLEEP(600)",
		running:   "SELECT id FROM information_schema.processlist WHERE db = database() AND info = ? AND id <> connection_id()",
		session:   "SELECT connection_id()",
		cancel:    "KILL QUERY %d",
		end:       "KILL %d",
		fails:     "SELECT (SELECT 1 UNION SELECT 2)",
		rows:      "SELECT * FROM seq_1_to_1000000",
		prepared:  "SELECT ?",
		limited:   []string{"CREATE USER %s WITH MAX_USER_CONNECTIONS 1", "GRANT ALL ON *.* TO %s"},
		drop:      "DROP USER %s",
		as:        func(address, role string) string { return strings.Replace(address, "root@", role+"@", 1) },
		failed:    "21000", cancelled: "70100", ended: "", refused: "42000",
	},
}

// onEach runs a test for each kind of server.
func onEach(t *testing.T, test func(t *testing.T, k *kind)) {
	for _, k := range kinds {
		t.Run(k.host.name, func(t *testing.T) { test(t, k) })
	}
}

// run executes a statement over a connection of its own.
func (k *kind) run(t *testing.T, address, format string, args ...any) {
	t.Helper()
	db := opened(t, k.name, address)
	if _, err := db.ExecContext(t.Context(), fmt.Sprintf(format, args...)); err != nil {
		t.Fatal(err)
	}
}
