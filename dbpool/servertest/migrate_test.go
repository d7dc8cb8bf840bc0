package servertest_test

import (
	"context"
	"errors"
	"os"
	"testing"

	"github.com/golang-migrate/migrate/v4"
	"github.com/golang-migrate/migrate/v4/database"
	"github.com/golang-migrate/migrate/v4/database/mysql"
	"github.com/golang-migrate/migrate/v4/database/pgx/v5"
	"github.com/golang-migrate/migrate/v4/source/iofs"
	"github.com/pressly/goose/v3"

	"github.com/leakvet/leakvet/dbpool/dbtest"
	"github.com/leakvet/leakvet/dbpool/internal/sourcetest"
)

// The same two migrations in the forms of three tools.
func TestMigrationTools(t *testing.T) {
	for name, server := range map[string]struct {
		database func(*testing.T) sourcetest.Database
		dialect  goose.Dialect
		driver   func(*dbtest.DB) (database.Driver, error)
	}{
		"PostgreSQL": {postgresDatabase, goose.DialectPostgres, func(db *dbtest.DB) (database.Driver, error) {
			return pgx.WithInstance(db.DB, new(pgx.Config))
		}},
		"MariaDB": {mariadbDatabase, goose.DialectMySQL, func(db *dbtest.DB) (database.Driver, error) {
			return mysql.WithInstance(db.DB, new(mysql.Config))
		}},
	} {
		for tool, schema := range map[string]dbtest.Schema{
			"files":   dbtest.Files(os.DirFS("testdata/migrate"), "*.up.sql"),
			"goose":   gooseSchema(server.dialect),
			"migrate": migrateSchema(server.driver),
		} {
			t.Run(name+"/"+tool, func(t *testing.T) {
				db := server.database(t).New(schema).New(t)
				var admin string
				if err := db.QueryRow("SELECT name FROM users").Scan(&admin); err != nil || admin != "admin" {
					t.Errorf("admin is %q: %v", admin, err)
				}
			})
		}
	}
}

func gooseSchema(dialect goose.Dialect) dbtest.Schema {
	files := os.DirFS("testdata/goose")
	return dbtest.Migrations(files, func(ctx context.Context, db *dbtest.DB) error {
		provider, err := goose.NewProvider(dialect, db.DB, files)
		if err != nil {
			return err
		}
		_, err = provider.Up(ctx)
		return err
	})
}

func migrateSchema(driver func(*dbtest.DB) (database.Driver, error)) dbtest.Schema {
	files := os.DirFS("testdata/migrate")
	return dbtest.Migrations(files, func(_ context.Context, db *dbtest.DB) error {
		source, err := iofs.New(files, ".")
		if err != nil {
			return err
		}
		target, err := driver(db)
		if err != nil {
			return errors.Join(err, source.Close())
		}
		m, err := migrate.NewWithInstance("files", source, "database", target)
		if err != nil {
			return errors.Join(err, source.Close(), target.Close())
		}
		err = m.Up()
		sourceErr, targetErr := m.Close()
		return errors.Join(err, sourceErr, targetErr)
	})
}
