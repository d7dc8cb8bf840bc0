package sqlxpgx

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Close has no error and is deferred.
func goodPgxQuery(ctx context.Context, pool *pgxpool.Pool) (names []string, err error) {
	rows, err := pool.Query(ctx, "SELECT name FROM people")
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
	}
	return names, rows.Err()
}

// The rows are looked at and left.
func badPgxQuery(ctx context.Context, pool *pgxpool.Pool) (int, error) {
	rows, err := pool.Query(ctx, "SELECT name FROM people") // want "unclosed: rows .*is never closed"
	if err != nil {
		return 0, err
	}
	return len(rows.FieldDescriptions()), nil
}

// CollectRows closes what it reads.
func goodCollectRows(ctx context.Context, pool *pgxpool.Pool) ([]person, error) {
	rows, err := pool.Query(ctx, "SELECT id, name FROM people")
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[person])
}

// The error of Query comes out of CollectOneRow once more.
func goodCollectOneRow(ctx context.Context, pool *pgxpool.Pool, id int64) (person, error) {
	rows, _ := pool.Query(ctx, "SELECT id, name FROM people WHERE id = $1", id)
	return pgx.CollectOneRow(rows, pgx.RowToStructByName[person])
}

// ForEachRow closes, too.
func goodForEachRow(ctx context.Context, conn *pgx.Conn) (total int64, err error) {
	rows, err := conn.Query(ctx, "SELECT amount FROM payments")
	if err != nil {
		return 0, err
	}
	var amount int64
	_, err = pgx.ForEachRow(rows, []any{&amount}, func() error {
		total += amount
		return nil
	})
	return total, err
}

// Between Query and CollectRows a check leaves.
func badBeforeCollect(ctx context.Context, pool *pgxpool.Pool, columns int) ([]person, error) {
	rows, err := pool.Query(ctx, "SELECT * FROM people") // want "unclosed: rows .*is (never|not) closed"
	if err != nil {
		return nil, err
	}
	if n := len(rows.FieldDescriptions()); n != columns {
		return nil, fmt.Errorf("%d columns", n)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[person])
}

// A connection of the pool is released.
func goodAcquire(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	_, err = conn.Exec(ctx, "SELECT pg_advisory_lock(1)")
	return err
}

// A connection of the pool is not released when the lock fails.
func badAcquire(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx) // want "unclosed: conn .*is not "
	if err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock(1)"); err != nil {
		return err
	}
	conn.Release()
	return nil
}

// Hijack takes the connection out of the pool, Close ends it.
func goodPgxHijack(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	raw := conn.Hijack()
	defer raw.Close(ctx)
	_, err = raw.Exec(ctx, "LISTEN events")
	return err
}

// A transaction of pgx with a deferred rollback.
func goodPgxTx(ctx context.Context, pool *pgxpool.Pool, p person) error {
	tx, err := pool.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx)
	if _, err := tx.Exec(ctx, "INSERT INTO people VALUES ($1, $2)", p.ID, p.Name); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

// No rows to change: the transaction stays open.
func badPgxTx(ctx context.Context, pool *pgxpool.Pool) error {
	tx, err := pool.Begin(ctx) // want "unclosed: tx .*is not committed or rolled back"
	if err != nil {
		return err
	}
	var id int64
	err = tx.QueryRow(ctx, "SELECT id FROM queue LIMIT 1 FOR UPDATE").Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return errors.Join(err, tx.Rollback(ctx))
	}
	if _, err := tx.Exec(ctx, "DELETE FROM queue WHERE id = $1", id); err != nil {
		return errors.Join(err, tx.Rollback(ctx))
	}
	return tx.Commit(ctx)
}

// BeginFunc owns the transaction of its callback.
func goodBeginFunc(ctx context.Context, pool *pgxpool.Pool, p person) error {
	return pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, "INSERT INTO people VALUES ($1, $2)", p.ID, p.Name)
		return err
	})
}

// A row of the pool that is never scanned keeps its connection.
func badPgxRow(ctx context.Context, pool *pgxpool.Pool, id int64) {
	_ = pool.QueryRow(ctx, "UPDATE people SET seen = now() WHERE id = $1", id) // want "unclosed: result of .*is (never|not) scanned"
}

// A row is scanned by a helper through pgx.Row.
func goodPgxRow(ctx context.Context, pool *pgxpool.Pool, id int64) (person, error) {
	return scanPerson(pool.QueryRow(ctx, "SELECT id, name FROM people WHERE id = $1", id))
}

func scanPerson(row pgx.Row) (p person, err error) {
	err = row.Scan(&p.ID, &p.Name)
	return p, err
}

// The results of a batch are closed.
func goodBatch(ctx context.Context, pool *pgxpool.Pool, people []person) (err error) {
	batch := &pgx.Batch{}
	for _, p := range people {
		batch.Queue("INSERT INTO people VALUES ($1, $2)", p.ID, p.Name)
	}
	results := pool.SendBatch(ctx, batch)
	defer func() { err = errors.Join(err, results.Close()) }()
	for range people {
		if _, err := results.Exec(); err != nil {
			return err
		}
	}
	return nil
}

// A failed insert leaves the results of the batch open.
func badBatch(ctx context.Context, pool *pgxpool.Pool, people []person) error {
	batch := &pgx.Batch{}
	for _, p := range people {
		batch.Queue("INSERT INTO people VALUES ($1, $2)", p.ID, p.Name)
	}
	results := pool.SendBatch(ctx, batch) // want "unclosed: results .*is not closed"
	for range people {
		if _, err := results.Exec(); err != nil {
			return fmt.Errorf("insert: %w", err)
		}
	}
	return results.Close()
}

// Rows are returned as the interface they are.
func goodPgxReturned(ctx context.Context, conn *pgx.Conn, table string) (pgx.Rows, error) {
	return conn.Query(ctx, "SELECT * FROM "+pgx.Identifier{table}.Sanitize())
}

// Rows that a function returned as an interface are dropped.
func badPgxReturned(ctx context.Context, conn *pgx.Conn) (int, error) {
	rows, err := goodPgxReturned(ctx, conn, "people") // want "unclosed: rows .*is never closed"
	if err != nil {
		return 0, err
	}
	return len(rows.FieldDescriptions()), nil
}

// A scan that fails has closed the rows of pgx.
func goodScanClosed(ctx context.Context, p *pgxpool.Pool) (int, error) {
	rows, err := p.Query(ctx, "SELECT n FROM t")
	if err != nil {
		return 0, err
	}
	sum := 0
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			return 0, err
		}
		sum += n
	}
	return sum, rows.Err()
}

func goodValuesClosed(ctx context.Context, c *pgx.Conn) ([]any, error) {
	rows, err := c.Query(ctx, "SELECT * FROM t")
	if err != nil {
		return nil, err
	}
	var all []any
	for rows.Next() {
		values, err := rows.Values()
		if err != nil {
			return nil, err
		}
		all = append(all, values...)
	}
	return all, rows.Err()
}

func goodScanHelper(ctx context.Context, c *pgx.Conn) ([]int, error) {
	rows, err := c.Query(ctx, "SELECT n FROM t")
	if err != nil {
		return nil, err
	}
	var all []int
	for rows.Next() {
		n, err := scanOne(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, n)
	}
	return all, rows.Err()
}

func scanOne(rows pgx.Rows) (n int, err error) {
	err = rows.Scan(&n)
	return n, err
}

func badEnough(ctx context.Context, p *pgxpool.Pool) (int, error) {
	rows, err := p.Query(ctx, "SELECT n FROM t") // want "unclosed: rows .*is not closed on every path"
	if err != nil {
		return 0, err
	}
	sum := 0
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			return 0, err
		}
		if sum += n; sum > 100 {
			return sum, nil
		}
	}
	return sum, rows.Err()
}

func badScanUnasked(ctx context.Context, p *pgxpool.Pool) (n int, err error) {
	rows, err := p.Query(ctx, "SELECT n FROM t") // want "unclosed: rows .*is not closed on every path: it stays open when rows.Next.. holds"
	if err != nil {
		return 0, err
	}
	if rows.Next() {
		err = rows.Scan(&n)
	}
	return n, err
}
