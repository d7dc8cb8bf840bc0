package sqldb

import (
	"context"
	"database/sql"

	pgconn4 "github.com/jackc/pgconn"
	pgx4 "github.com/jackc/pgx/v4"
	pgxpool4 "github.com/jackc/pgx/v4/pgxpool"
	stdlib4 "github.com/jackc/pgx/v4/stdlib"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
)

func badPgx(ctx context.Context, pool *pgxpool.Pool) error {
	rows, err := pool.Query(ctx, "SELECT 1") // want "unclosed: rows "
	if err != nil {
		return err
	}
	rows.Next()
	return rows.Err()
}

func goodPgx(ctx context.Context, pool *pgxpool.Pool) ([]int, error) {
	rows, err := pool.Query(ctx, "SELECT 1")
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[int])
}

func goodPgxForEach(ctx context.Context, conn *pgx.Conn) error {
	var n int
	rows, _ := conn.Query(ctx, "SELECT 1") // ok: the rows carry the error
	_, err := pgx.ForEachRow(rows, []any{&n}, func() error { return nil })
	return err
}

func badPgxConn(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx) // want "unclosed: conn "
	if err != nil {
		return err
	}
	if err := conn.Ping(ctx); err != nil {
		return err
	}
	conn.Release()
	return nil
}

func goodPgxConn(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	return conn.Conn().Ping(ctx) // ok: lent
}

func badPgxHijack(ctx context.Context, conn *pgxpool.Conn) error {
	c := conn.Hijack() // want "unclosed: c "
	return c.Ping(ctx)
}

func badPgxTx(ctx context.Context, pool *pgxpool.Pool) error {
	tx, err := pool.Begin(ctx) // want "unclosed: tx "
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM t"); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

func goodPgxTx(ctx context.Context, conn *pgx.Conn) error {
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM t")
		return err
	})
}

func badPgxBatch(ctx context.Context, pool *pgxpool.Pool, batch *pgx.Batch) error {
	results := pool.SendBatch(ctx, batch) // want "unclosed: results "
	_, err := results.Exec()
	return err
}

func goodPgxBatch(ctx context.Context, tx pgx.Tx, batch *pgx.Batch) error {
	return tx.SendBatch(ctx, batch).Close()
}

func badPgxRow(ctx context.Context, pool *pgxpool.Pool) {
	row := pool.QueryRow(ctx, "SELECT 1") // want "unclosed: row "
	_ = row
}

func badPgxPool(ctx context.Context) error {
	pool, err := pgxpool.New(ctx, "") // want "undisposed: pool "
	if err != nil {
		return err
	}
	return pool.Ping(ctx)
}

func goodPgxStdlib(ctx context.Context, pool *pgxpool.Pool) error {
	db := stdlib.OpenDBFromPool(pool)
	defer db.Close()
	return db.PingContext(ctx)
}

func badPgconn(ctx context.Context) error {
	conn, err := pgconn.Connect(ctx, "") // want "unclosed: conn "
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "SELECT 1").ReadAll()
	return err
}

func goodPgconn(ctx context.Context, conn *pgconn.PgConn) error {
	result := conn.ExecParams(ctx, "SELECT 1", nil, nil, nil, nil)
	for result.NextRow() {
		_ = result.Values()
	}
	_, err := result.Close()
	return err
}

func badPgx4(ctx context.Context, pool *pgxpool4.Pool) error {
	rows, err := pool.Query(ctx, "SELECT 1") // want "unclosed: rows "
	if err != nil {
		return err
	}
	rows.Next()
	return rows.Err()
}

func goodPgx4(ctx context.Context, conn *pgx4.Conn) error {
	rows, err := conn.Query(ctx, "SELECT 1")
	if err != nil {
		return err
	}
	for rows.Next() {
	}
	return rows.Err()
}

func badPgxpool4(ctx context.Context) error {
	pool, err := pgxpool4.Connect(ctx, "") // want "undisposed: pool "
	if err != nil {
		return err
	}
	return pool.Ping(ctx)
}

func goodPgxStdlib4(db *sql.DB) error {
	conn, err := stdlib4.AcquireConn(db)
	if err != nil {
		return err
	}
	defer stdlib4.ReleaseConn(db, conn)
	return conn.Ping(context.Background())
}

func badPgconn4(ctx context.Context, conn *pgconn4.PgConn) bool {
	results := conn.Exec(ctx, "SELECT 1") // want "unclosed: results "
	return results.NextResult()
}
