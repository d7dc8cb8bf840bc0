package servertest_test

import (
	"database/sql"
	"database/sql/driver"
	"fmt"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5/stdlib"

	"github.com/leakvet/leakvet/dbpool/dbtest"
	"github.com/leakvet/leakvet/dbpool/internal/drivertest"
	"github.com/leakvet/leakvet/dbpool/internal/sourcetest"
)

func TestPgxPreserves(t *testing.T) {
	drivertest.Preserves(t, connector(t, stdlib.GetDefaultDriver(), postgres.at(t)), "SELECT 1")
}

func TestPgxSame(t *testing.T) {
	source := postgresDatabase(t).New(dbtest.Empty())
	drivertest.Same(t, func(t *testing.T) driver.Connector {
		return connector(t, stdlib.GetDefaultDriver(), source.New(t).DSN)
	}, drivertest.Dialect{
		Create: "CREATE TABLE t (a INTEGER NOT NULL, b VARCHAR(20), c NUMERIC(8, 3), d TIMESTAMP, e BYTEA)",
		Param:  func(n int) string { return fmt.Sprintf("$%d", n) },
		Sleep:  "SELECT pg_sleep(10)",
	})
}

func postgresDatabase(t *testing.T) sourcetest.Database {
	address := postgres.at(t)
	return sourcetest.Database{
		New: func(s dbtest.Schema, o ...dbtest.Option) *dbtest.Source {
			return dbtest.PostgreSQL(stdlib.GetDefaultDriver(), address, s, o...)
		},
		List: func(t *testing.T) []string {
			return names(t, "pgx", address, `SELECT datname FROM pg_database WHERE datname LIKE 'dbtest\_%' AND NOT datistemplate`)
		},
		Open:  func(dsn string) (*sql.DB, error) { return sql.Open("pgx", dsn) },
		Child: "TestPostgreSQLChild",
	}
}

// names returns what a query finds, in order.
func names(t *testing.T, driver, address, query string) (found []string) {
	t.Helper()
	rows, err := opened(t, driver, address).Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		found = append(found, name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(found)
	return found
}

func TestPostgreSQL(t *testing.T) { sourcetest.Run(t, postgresDatabase(t)) }

func TestPostgreSQLChild(t *testing.T) { sourcetest.Child(t, postgresDatabase) }

func TestPostgreSQLProcesses(t *testing.T) { sourcetest.Processes(t, postgresDatabase(t)) }
