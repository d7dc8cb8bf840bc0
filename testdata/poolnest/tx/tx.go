// Package tx asks pools while transactions on them are open.
package tx

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jmoiron/sqlx"
)

type store struct {
	db     *sql.DB
	reader *sql.DB
}

func (s *store) badField(ctx context.Context) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var n int
	if err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM jobs").Scan(&n); err != nil { // want "poolnest: s.db.QueryRowContext is not part of the transaction tx"
		return err
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO counts VALUES ($1)", n); err != nil {
		return err
	}
	return tx.Commit()
}

func badSecondTx(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	other, err := db.Begin() // want "poolnest: db.Begin "
	if err != nil {
		return err
	}
	if err := other.Commit(); err != nil {
		return err
	}
	return tx.Commit()
}

func badErrorPath(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if _, err := tx.Exec("DELETE FROM jobs"); err != nil {
		db.Exec("INSERT INTO failures VALUES (1)") // want "poolnest: db.Exec "
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func badPgx(ctx context.Context, pool *pgxpool.Pool) error {
	tx, err := pool.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx)
	if _, err := pool.Exec(ctx, "DELETE FROM jobs"); err != nil { // want "poolnest: pool.Exec "
		return err
	}
	return tx.Commit(ctx)
}

func badSqlx(db *sqlx.DB) error {
	tx, err := db.Beginx()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var n int
	if err := db.Get(&n, "SELECT count(*) FROM jobs"); err != nil { // want "poolnest: db.Get "
		return err
	}
	return tx.Commit()
}

// The methods of the sql.DB in a sqlx.DB are those of the same pool.
func badEmbedded(db *sqlx.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := db.NamedExec("DELETE FROM jobs", nil); err != nil { // want "poolnest: db.NamedExec "
		return err
	}
	return tx.Commit()
}

var pool *sql.DB

func badGlobal() error {
	tx, err := pool.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := pool.Exec("DELETE FROM jobs"); err != nil { // want "poolnest: pool.Exec "
		return err
	}
	return tx.Commit()
}

func badPrepared(db *sql.DB) error {
	stmt, err := db.Prepare("DELETE FROM jobs WHERE id = $1")
	if err != nil {
		return err
	}
	defer stmt.Close()
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := stmt.Exec(1); err != nil { // want "poolnest: stmt.Exec "
		return err
	}
	return tx.Commit()
}

func badClosure(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	mark := func() error {
		_, err := db.Exec("UPDATE jobs SET done = 1") // want "poolnest: db.Exec "
		return errors.Join(err, ping(tx))
	}
	if err := mark(); err != nil {
		return err
	}
	return tx.Commit()
}

func ping(tx *sql.Tx) error { _, err := tx.Exec("SELECT 1"); return err }

func badSqlxFunction(db *sqlx.DB) error {
	tx, err := db.Beginx()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var n int
	if err := sqlx.Get(db, &n, "SELECT count(*) FROM jobs"); err != nil { // want "poolnest: sqlx.Get "
		return err
	}
	return tx.Commit()
}

func badOfConn(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := db.ExecContext(ctx, "DELETE FROM jobs"); err != nil { // want "poolnest: db.ExecContext is not part of the transaction tx"
		return err
	}
	return tx.Commit()
}

func badOfPgxConn(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx)
	if _, err := pool.Exec(ctx, "DELETE FROM jobs"); err != nil { // want "poolnest: pool.Exec "
		return err
	}
	return tx.Commit(ctx)
}

func (s *store) badOfConn(ctx context.Context) error {
	conn, err := s.conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var n int
	if err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM jobs").Scan(&n); err != nil { // want "poolnest: s.db.QueryRowContext "
		return err
	}
	return tx.Commit()
}

func (s *store) conn(ctx context.Context) (*sql.Conn, error) { return s.db.Conn(ctx) }

func badFuncOfConn(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		_, err := pool.Exec(ctx, "DELETE FROM jobs") // want "poolnest: pool.Exec "
		return err
	})
}

func goodInTx(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.Exec("DELETE FROM jobs"); err != nil {
		return err
	}
	return tx.Commit()
}

func goodBefore(db *sql.DB) error {
	if err := db.Ping(); err != nil {
		return err
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	return tx.Commit()
}

func goodAfter(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := tx.Commit(); err != nil {
		return err
	}
	_, err = db.Exec("UPDATE jobs SET done = 1")
	return err
}

func goodAfterRollback(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if _, err := tx.Exec("DELETE FROM jobs"); err != nil {
		err = errors.Join(err, tx.Rollback())
		_, logErr := db.Exec("INSERT INTO failures VALUES (1)")
		return errors.Join(err, logErr)
	}
	return tx.Commit()
}

func goodNotBegun(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		_, logErr := db.Exec("INSERT INTO failures VALUES (1)")
		return errors.Join(err, logErr)
	}
	return tx.Commit()
}

func (s *store) goodOtherPool(ctx context.Context) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var n int
	if err := s.reader.QueryRowContext(ctx, "SELECT count(*) FROM jobs").Scan(&n); err != nil {
		return err
	}
	return tx.Commit()
}

func goodTwoPools(a, b *sql.DB) error {
	tx, err := a.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := b.Exec("DELETE FROM jobs"); err != nil {
		return err
	}
	return tx.Commit()
}

// What is counted and limited is no connection.
func goodStats(db *sql.DB) (int, error) {
	tx, err := db.Begin()
	if err != nil {
		return 0, err
	}
	defer tx.Rollback()
	n := db.Stats().InUse
	return n, tx.Commit()
}

func goodSavepoint(ctx context.Context, pool *pgxpool.Pool) error {
	tx, err := pool.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx)
	inner, err := tx.Begin(ctx)
	if err != nil {
		return err
	}
	if err := inner.Commit(ctx); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

// The connection that began the transaction runs in it.
func goodSameConn(ctx context.Context, conn *pgx.Conn) error {
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx)
	if _, err := conn.Exec(ctx, "DELETE FROM jobs"); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

func goodOfConn(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := conn.ExecContext(ctx, "DELETE FROM jobs"); err != nil {
		return err
	}
	return tx.Commit()
}

// The connection is the pool's no longer.
func goodHijacked(ctx context.Context, pool *pgxpool.Pool) error {
	acquired, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	conn := acquired.Hijack()
	defer conn.Close(ctx)
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx)
	if _, err := pool.Exec(ctx, "DELETE FROM jobs"); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

func goodConnOfOther(ctx context.Context, a, b *sql.DB) error {
	conn, err := a.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := b.ExecContext(ctx, "DELETE FROM jobs"); err != nil {
		return err
	}
	return tx.Commit()
}

// No transaction is open: the connection keeps a lock while others work.
func goodLocked(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock(1)"); err != nil {
		return err
	}
	_, err = pool.Exec(ctx, "DELETE FROM jobs")
	return err
}

func goodAfterTxOfConn(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	if err := tx.Commit(ctx); err != nil {
		return err
	}
	_, err = pool.Exec(ctx, "DELETE FROM jobs")
	return err
}

func goodEither(db *sql.DB, useTx bool) error {
	if useTx {
		tx, err := db.Begin()
		if err != nil {
			return err
		}
		return tx.Commit()
	}
	_, err := db.Exec("DELETE FROM jobs")
	return err
}

func goodPreparedForTx(db *sql.DB) error {
	stmt, err := db.Prepare("DELETE FROM jobs WHERE id = $1")
	if err != nil {
		return err
	}
	defer stmt.Close()
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.Stmt(stmt).Exec(1); err != nil {
		return err
	}
	return tx.Commit()
}

// The goroutine may come after the end of the transaction.
func goodGoroutine(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	go db.Exec("UPDATE jobs SET seen = 1")
	return tx.Commit()
}

func goodReassigned(a, b *sql.DB) error {
	db := a
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	db = b
	if _, err := db.Exec("DELETE FROM jobs"); err != nil {
		return err
	}
	return tx.Commit()
}
