package servertest_test

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/leakvet/leakvet/dbpool/dbtest"
)

// What the manuals of poolnest, cleanuporder and cleanupctx say of servers is shown
// here and in order_twins_test.go: the wrong and the right code is run. The wrong
// code carries a comment to ignore it, which is itself reported if leakvet does not
// see what is wrong.

// twinDatabase returns the address of a new database with three users.
func twinDatabase(t *testing.T) string {
	t.Helper()
	return dbtest.PostgreSQL(stdlib.GetDefaultDriver(), postgres.at(t), usersSchema).New(t).DSN
}

// doubleWrong asks a transaction for more while it is still sending rows.
func doubleWrong(ctx context.Context, tx pgx.Tx) error {
	rows, err := tx.Query(ctx, "SELECT name FROM users")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return err
		}
		//leakvet:ignore poolnest this is the wrong twin
		if _, err := tx.Exec(ctx, "INSERT INTO users (name) VALUES ($1)", name); err != nil {
			return err
		}
	}
	return rows.Err()
}

func doubleRight(ctx context.Context, tx pgx.Tx) error {
	rows, err := tx.Query(ctx, "SELECT name FROM users")
	if err != nil {
		return err
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	for _, name := range names {
		if _, err := tx.Exec(ctx, "INSERT INTO users (name) VALUES ($1)", name); err != nil {
			return err
		}
	}
	return nil
}

func TestPgxConnIsBusy(t *testing.T) {
	dsn := twinDatabase(t)
	for name, test := range map[string]struct {
		double func(context.Context, pgx.Tx) error
		want   string
	}{"wrong": {doubleWrong, "conn busy"}, "right": {doubleRight, ""}} {
		t.Run(name, func(t *testing.T) {
			conn, err := pgx.Connect(t.Context(), dsn)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := conn.Close(context.Background()); err != nil {
					t.Error(err)
				}
			})
			tx, err := conn.Begin(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			check(t, test.double(t.Context(), tx), test.want)
			if err := tx.Rollback(t.Context()); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// check checks that an error says what is wanted; "" is for none.
func check(t *testing.T, err error, want string) {
	t.Helper()
	if (err != nil) != (want != "") || err != nil && !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q", err, want)
	}
}

// doubleSQLWrong is doubleWrong by database/sql. There pgx says that the connection
// is bad.
func doubleSQLWrong(tx *sql.Tx) error {
	rows, err := tx.Query("SELECT name FROM users")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		//leakvet:ignore poolnest this is the wrong twin
		if _, err := tx.Exec("INSERT INTO users (name) VALUES ('x')"); err != nil {
			return err
		}
	}
	return rows.Err()
}

func doubleSQLRight(tx *sql.Tx) (err error) {
	rows, err := tx.Query("SELECT name FROM users")
	if err != nil {
		return err
	}
	n := 0
	for rows.Next() {
		n++
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	for range n {
		if _, err := tx.Exec("INSERT INTO users (name) VALUES ('x')"); err != nil {
			return err
		}
	}
	return nil
}

func TestConnOfTxIsBusy(t *testing.T) {
	for name, test := range map[string]struct {
		open func(t *testing.T) *sql.DB
		want string
	}{
		"pgx":   {func(t *testing.T) *sql.DB { return opened(t, "pgx", twinDatabase(t)) }, "bad connection"},
		"mysql": {openMySQL, "busy buffer"},
	} {
		t.Run(name+"/wrong", func(t *testing.T) { check(t, inTx(t, test.open(t), doubleSQLWrong), test.want) })
		t.Run(name+"/right", func(t *testing.T) { check(t, inTx(t, test.open(t), doubleSQLRight), "") })
	}
}

// openMySQL opens a new database with three users.
func openMySQL(t *testing.T) *sql.DB {
	t.Helper()
	schema := dbtest.Files(fstest.MapFS{"users.sql": {Data: []byte(`
		CREATE TABLE users (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(20) NOT NULL);
		INSERT INTO users (name) VALUES ('ada'), ('grace'), ('mary');
	`)}})
	return opened(t, "mysql", dbtest.MySQL(new(mysql.MySQLDriver), mariadb.at(t), schema).New(t).DSN)
}

// inTx returns what a function says in a transaction, which is then rolled back.
func inTx(t *testing.T, db *sql.DB, f func(*sql.Tx) error) error {
	t.Helper()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }() // the connection may be broken
	return f(tx)
}
