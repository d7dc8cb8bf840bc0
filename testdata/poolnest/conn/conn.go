// Package conn asks transactions and connections while their rows are open.
package conn

import (
	"context"
	"database/sql"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jmoiron/sqlx"
)

func badExec(tx *sql.Tx) error {
	rows, err := tx.Query("SELECT id FROM jobs")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return err
		}
		if _, err := tx.Exec("DELETE FROM jobs WHERE id = $1", id); err != nil { // want "poolnest: tx.Exec finds the connection busy while rows is open"
			return err
		}
	}
	return rows.Err()
}

func badQueryRow(tx *sqlx.Tx) error {
	rows, err := tx.Queryx("SELECT id FROM jobs")
	if err != nil {
		return err
	}
	defer rows.Close()
	var n int
	for rows.Next() {
		if err := tx.Get(&n, "SELECT count(*) FROM parts"); err != nil { // want "poolnest: tx.Get "
			return err
		}
	}
	return rows.Err()
}

func badConn(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	rows, err := conn.QueryContext(ctx, "SELECT id FROM jobs")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if _, err := conn.ExecContext(ctx, "DELETE FROM jobs"); err != nil { // want "poolnest: conn.ExecContext "
			return err
		}
	}
	return rows.Err()
}

func badPgx(ctx context.Context, conn *pgx.Conn) error {
	rows, err := conn.Query(ctx, "SELECT id FROM jobs")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if _, err := conn.Exec(ctx, "DELETE FROM jobs"); err != nil { // want "poolnest: conn.Exec fails with \"conn busy\": rows is open on the same connection; close it first"
			return err
		}
	}
	return rows.Err()
}

func badPgxTx(ctx context.Context, tx pgx.Tx) error {
	rows, err := tx.Query(ctx, "SELECT id FROM jobs")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if _, err := tx.Exec(ctx, "DELETE FROM jobs"); err != nil { // want "poolnest: tx.Exec fails with \"conn busy\""
			return err
		}
	}
	return rows.Err()
}

func badAcquired(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	rows, err := conn.Query(ctx, "SELECT id FROM jobs")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if _, err := conn.Exec(ctx, "DELETE FROM jobs"); err != nil { // want "poolnest: conn.Exec fails"
			return err
		}
	}
	return rows.Err()
}

// A row is open until it is scanned.
func badRow(tx *sql.Tx) error {
	row := tx.QueryRow("SELECT id FROM jobs")
	if _, err := tx.Exec("DELETE FROM jobs"); err != nil { // want "poolnest: tx.Exec finds the connection busy while row is open"
		return err
	}
	var id int
	return row.Scan(&id)
}

// Statements run on what they were prepared on.
func badStatements(tx *sql.Tx) error {
	list, err := tx.Prepare("SELECT id FROM jobs")
	if err != nil {
		return err
	}
	defer list.Close()
	del, err := tx.Prepare("DELETE FROM jobs WHERE id = $1")
	if err != nil {
		return err
	}
	defer del.Close()
	rows, err := list.Query()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if _, err := del.Exec(1); err != nil { // want "poolnest: del.Exec "
			return err
		}
	}
	return rows.Err()
}

// The loop is left early, and the rows remain open.
func badBreak(tx *sql.Tx) error {
	rows, err := tx.Query("SELECT id FROM jobs")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		break
	}
	if err := rows.Err(); err != nil {
		return err
	}
	_, err = tx.Exec("DELETE FROM jobs") // want "poolnest: tx.Exec "
	return err
}

func badBatch(ctx context.Context, tx pgx.Tx, batch *pgx.Batch) error {
	results := tx.SendBatch(ctx, batch)
	defer results.Close()
	_, err := tx.Exec(ctx, "DELETE FROM jobs") // want "poolnest: tx.Exec "
	return err
}

func goodCollected(tx *sql.Tx) error {
	rows, err := tx.Query("SELECT id FROM jobs")
	if err != nil {
		return err
	}
	defer rows.Close()
	var ids []int
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return err
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, id := range ids {
		if _, err := tx.Exec("DELETE FROM jobs WHERE id = $1", id); err != nil {
			return err
		}
	}
	return nil
}

func goodClosed(tx *sql.Tx) error {
	rows, err := tx.Query("SELECT id FROM jobs")
	if err != nil {
		return err
	}
	found := rows.Next()
	if err := rows.Close(); err != nil {
		return err
	}
	if found {
		_, err = tx.Exec("DELETE FROM jobs")
	}
	return err
}

func goodOtherTx(a, b *sql.Tx) error {
	rows, err := a.Query("SELECT id FROM jobs")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if _, err := b.Exec("DELETE FROM jobs"); err != nil {
			return err
		}
	}
	return rows.Err()
}

func goodScanned(tx *sql.Tx) error {
	var id int
	if err := tx.QueryRow("SELECT id FROM jobs").Scan(&id); err != nil {
		return err
	}
	_, err := tx.Exec("DELETE FROM jobs WHERE id = $1", id)
	return err
}

func goodPgxCollect(ctx context.Context, tx pgx.Tx) error {
	rows, err := tx.Query(ctx, "SELECT id FROM jobs")
	if err != nil {
		return err
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int])
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "DELETE FROM jobs WHERE id = any($1)", ids)
	return err
}

func goodPgxBatch(ctx context.Context, tx pgx.Tx, batch *pgx.Batch) error {
	if err := tx.SendBatch(ctx, batch).Close(); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "DELETE FROM jobs")
	return err
}

func goodPgxBatchRead(ctx context.Context, tx pgx.Tx, batch *pgx.Batch) error {
	results := tx.SendBatch(ctx, batch)
	_, err := results.Exec()
	if closeErr := results.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "DELETE FROM jobs")
	return err
}

// Rows of the pool have a connection of their own.
func goodPool(db *sql.DB, tx *sql.Tx) error {
	rows, err := db.Query("SELECT id FROM jobs")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if _, err := tx.Exec("DELETE FROM jobs"); err != nil {
			return err
		}
	}
	return rows.Err()
}
