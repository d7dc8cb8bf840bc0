package servertest_test

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/leakvet/leakvet/dbpool/dbtest"
	"github.com/leakvet/leakvet/dbpool/retry"
)

// What the manuals of poolnest, cleanuporder, cleanupctx and cleanupretry say of
// servers is shown here: the wrong and the right code is run. The wrong code
// carries a comment to ignore it, which is itself reported if leakvet does not see
// what is wrong.

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
	conn, err := pgx.Connect(t.Context(), twinDatabase(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := conn.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	for name, test := range map[string]struct {
		double func(context.Context, pgx.Tx) error
		want   string
	}{"wrong": {doubleWrong, "conn busy"}, "right": {doubleRight, ""}} {
		t.Run(name, func(t *testing.T) {
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

// namesWrong commits while the rows are being read.
func namesWrong(ctx context.Context, conn *pgx.Conn) (names []string, err error) {
	tx, err := conn.Begin(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, "SELECT name FROM users")
	if err != nil {
		return nil, errors.Join(err, tx.Rollback(ctx))
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
		//leakvet:ignore cleanuporder this is the wrong twin
		if err := tx.Commit(ctx); err != nil {
			return names, err
		}
	}
	return names, rows.Err()
}

// In pgx it is an error, unlike in database/sql, and the connection is closed.
func TestPgxCommitBeforeRows(t *testing.T) {
	conn, err := pgx.Connect(t.Context(), twinDatabase(t))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := namesWrong(t.Context(), conn); err == nil {
		t.Error("it is committed")
	}
	if !conn.IsClosed() {
		t.Error("the connection is still open")
	}
}

// stopWrong waits for a connection that it gives back only later.
func stopWrong(ctx context.Context, pool *pgxpool.Pool, acquired func(*pgxpool.Conn)) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	acquired(conn)
	defer conn.Release()
	//leakvet:ignore cleanuporder this is the wrong twin
	defer pool.Close()
	return conn.Ping(ctx)
}

func stopRight(ctx context.Context, pool *pgxpool.Pool) error {
	defer pool.Close()
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	return conn.Ping(ctx)
}

func TestPgxPoolWaitsForItsConnections(t *testing.T) {
	open := func() *pgxpool.Pool {
		pool, err := pgxpool.New(t.Context(), twinDatabase(t))
		if err != nil {
			t.Fatal(err)
		}
		return pool
	}
	if err := stopRight(t.Context(), open()); err != nil {
		t.Fatal(err)
	}

	pool := open()
	acquired, done := make(chan *pgxpool.Conn, 1), make(chan error, 1)
	go func() {
		done <- stopWrong(t.Context(), pool, func(conn *pgxpool.Conn) { acquired <- conn })
	}()
	conn := <-acquired
	for { // until it is being closed
		other, err := pool.Acquire(t.Context())
		if err != nil {
			break
		}
		other.Release()
	}
	select {
	case err := <-done:
		t.Fatalf("it came back: %v", err)
	default:
	}
	conn.Release() // only this lets it go on
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

// dropWrong drops the database while the pool on it is open.
func dropWrong(ctx context.Context, admin *sql.DB, address, name string) (err error) {
	db, err := sql.Open("pgx", addressOf(address, name))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	//leakvet:ignore cleanuporder this is the wrong twin
	defer func() { err = errors.Join(err, drop(ctx, admin, name)) }()
	return db.PingContext(ctx)
}

func dropRight(ctx context.Context, admin *sql.DB, address, name string) (err error) {
	defer func() { err = errors.Join(err, drop(ctx, admin, name)) }()
	db, err := sql.Open("pgx", addressOf(address, name))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.PingContext(ctx)
}

// addressOf returns the address of another database on a server.
func addressOf(address, name string) string {
	u, err := url.Parse(address)
	if err != nil {
		panic(err)
	}
	u.Path = "/" + name
	return u.String()
}

// drop tries again, as the server takes a while to end a session.
func drop(ctx context.Context, admin *sql.DB, name string) error {
	policy := retry.Policy{Attempts: 20, Delay: 10 * time.Millisecond, MaxDelay: 100 * time.Millisecond, Logger: quiet}
	return retry.Do(ctx, "drop", policy, func(ctx context.Context) error {
		_, err := admin.ExecContext(ctx, "DROP DATABASE "+name)
		return err
	})
}

func TestServerRefusesToDropWhatIsOpen(t *testing.T) {
	address := postgres.at(t)
	admin := opened(t, "pgx", address)
	for name, test := range map[string]struct {
		drop func(ctx context.Context, admin *sql.DB, address, name string) error
		want string
	}{"wrong": {dropWrong, "is being accessed by other users"}, "right": {dropRight, ""}} {
		if _, err := admin.Exec("CREATE DATABASE twin_" + name); err != nil {
			t.Fatal(err)
		}
		check(t, test.drop(t.Context(), admin, address, "twin_"+name), test.want)
		if _, err := admin.Exec("DROP DATABASE IF EXISTS twin_" + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	}
}

// renameWrong rolls back with a context that is done when something has failed.
func renameWrong(ctx context.Context, conn *pgx.Conn, failed func() error) error {
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	if err := failed(); err != nil {
		<-ctx.Done()
		//leakvet:ignore cleanupctx this is the wrong twin
		return errors.Join(err, tx.Rollback(ctx))
	}
	return tx.Commit(ctx)
}

func renameRight(ctx context.Context, conn *pgx.Conn, failed func() error) error {
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	if err := failed(); err != nil {
		<-ctx.Done()
		return errors.Join(err, tx.Rollback(context.WithoutCancel(ctx)))
	}
	return tx.Commit(ctx)
}

// Without its rollback pgx gives the connection up.
func TestPgxRollbackOfDoneContext(t *testing.T) {
	for name, test := range map[string]struct {
		rename func(context.Context, *pgx.Conn, func() error) error
		closed bool
	}{"wrong": {renameWrong, true}, "right": {renameRight, false}} {
		conn, err := pgx.Connect(t.Context(), twinDatabase(t))
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		err = test.rename(ctx, conn, func() error { cancel(); return ctx.Err() })
		if !errors.Is(err, context.Canceled) || conn.IsClosed() != test.closed {
			t.Errorf("%s: %v, closed: %t", name, err, conn.IsClosed())
		}
		if err := conn.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}
}
