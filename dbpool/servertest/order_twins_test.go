package servertest_test

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// namesWrong commits while the rows are being read.
func namesWrong(ctx context.Context, conn *pgx.Conn) (names []string, err error) {
	tx, err := conn.Begin(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, tx.Rollback(context.WithoutCancel(ctx))) }()
	rows, err := tx.Query(ctx, "SELECT name FROM users")
	if err != nil {
		return nil, err
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
	if err := conn.Close(t.Context()); err != nil {
		t.Error(err)
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
	defer func() { err = errors.Join(err, removeDatabase(ctx, admin, name)) }()
	return db.PingContext(ctx)
}

func dropRight(ctx context.Context, admin *sql.DB, address, name string) (err error) {
	defer func() { err = errors.Join(err, removeDatabase(ctx, admin, name)) }()
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

// removeDatabase drops a database. The server waits for five seconds for the
// sessions on it to end before it refuses.
func removeDatabase(ctx context.Context, admin *sql.DB, name string) error {
	_, err := admin.ExecContext(ctx, "DROP DATABASE "+name)
	return err
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

// tryWrong rolls back when its context has been cancelled.
func tryWrong(conn *pgx.Conn) (err error) {
	ctx, cancel := context.WithCancel(context.Background())
	tx, err := conn.Begin(ctx)
	if err != nil {
		cancel()
		return err
	}
	//leakvet:ignore cleanupctx this is the wrong twin
	defer func() { err = errors.Join(err, tx.Rollback(ctx)) }()
	defer cancel()
	_, err = tx.Exec(ctx, "DELETE FROM users")
	return err
}

func tryRight(conn *pgx.Conn) (err error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, tx.Rollback(context.WithoutCancel(ctx))) }()
	_, err = tx.Exec(ctx, "DELETE FROM users")
	return err
}

// Without its rollback pgx gives the connection up.
func TestPgxRollbackOfDoneContext(t *testing.T) {
	for name, test := range map[string]struct {
		try    func(*pgx.Conn) error
		closed bool
	}{"wrong": {tryWrong, true}, "right": {tryRight, false}} {
		conn, err := pgx.Connect(t.Context(), twinDatabase(t))
		if err != nil {
			t.Fatal(err)
		}
		if err := test.try(conn); (err != nil) != test.closed || conn.IsClosed() != test.closed {
			t.Errorf("%s: %v, closed: %t", name, err, conn.IsClosed())
		}
		if err := conn.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}
}
