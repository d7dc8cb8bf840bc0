// Package drivers iterates over the rows of sqlx and pgx.
package drivers

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jmoiron/sqlx"
)

type user struct {
	ID   int    `db:"id"`
	Name string `db:"name"`
}

func badSQLXStructs(ctx context.Context, db *sqlx.DB) (users []user, err error) {
	rows, err := db.QueryxContext(ctx, "SELECT id, name FROM users") // want "rowserr: rows.Err"
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var u user
		if err := rows.StructScan(&u); err != nil {
			return nil, err
		}
		users = append(users, u)
	}
	return users, nil
}

func badSQLXNamed(ctx context.Context, db *sqlx.DB, u user) (all []map[string]any, err error) {
	rows, err := db.NamedQueryContext(ctx, "SELECT * FROM users WHERE name = :name", u) // want "rowserr: rows.Err"
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		m := map[string]any{}
		if err := rows.MapScan(m); err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}

func badSQLXParameter(rows *sqlx.Rows) (all [][]any, err error) {
	for rows.Next() { // want "rowserr: rows.Err"
		values, err := rows.SliceScan()
		if err != nil {
			return nil, err
		}
		all = append(all, values)
	}
	return all, nil
}

func badPgxConn(ctx context.Context, conn *pgx.Conn) (names []string, err error) {
	rows, err := conn.Query(ctx, "SELECT name FROM users") // want "rowserr: rows.Err"
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
	return names, nil
}

func badPgxPool(ctx context.Context, pool *pgxpool.Pool) (n int, err error) {
	rows, err := pool.Query(ctx, "SELECT id FROM users") // want "rowserr: rows.Err"
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	return n, nil
}

// pgx hands out most errors of a query by Err only, those of a Tx too.
func badPgxTx(ctx context.Context, tx pgx.Tx) (n int, err error) {
	rows, err := tx.Query(ctx, "UPDATE jobs SET taken = true RETURNING id") // want "rowserr: rows.Err"
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	rows.Close()
	return n, nil
}

func badPgxParameter(rows pgx.Rows) (all [][]any, err error) {
	for rows.Next() { // want "rowserr: rows.Err"
		values, err := rows.Values()
		if err != nil {
			return nil, err
		}
		all = append(all, values)
	}
	return all, nil
}

func goodSQLXStructs(ctx context.Context, db *sqlx.DB) (users []user, err error) {
	rows, err := db.QueryxContext(ctx, "SELECT id, name FROM users")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var u user
		if err := rows.StructScan(&u); err != nil {
			return nil, err
		}
		users = append(users, u)
	}
	return users, rows.Err()
}

// Select iterates and looks by itself.
func goodSQLXSelect(ctx context.Context, db *sqlx.DB) (users []user, err error) {
	err = db.SelectContext(ctx, &users, "SELECT id, name FROM users")
	return users, err
}

// StructScan of the package iterates to the end and looks.
func goodSQLXStructScan(ctx context.Context, db *sqlx.DB) (users []user, err error) {
	rows, err := db.QueryxContext(ctx, "SELECT id, name FROM users")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	err = sqlx.StructScan(rows, &users)
	return users, err
}

func goodPgxConn(ctx context.Context, conn *pgx.Conn) (names []string, err error) {
	rows, err := conn.Query(ctx, "SELECT name FROM users")
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
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return names, nil
}

func goodPgxCollect(ctx context.Context, pool *pgxpool.Pool) ([]user, error) {
	rows, err := pool.Query(ctx, "SELECT id, name FROM users")
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[user])
}

// CollectRows tells the error of the query too.
func goodPgxCollectQueryError(ctx context.Context, conn *pgx.Conn) ([]string, error) {
	rows, _ := conn.Query(ctx, "SELECT name FROM users")
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

func goodPgxForEach(ctx context.Context, conn *pgx.Conn) (sum int, err error) {
	rows, err := conn.Query(ctx, "SELECT amount FROM invoices")
	if err != nil {
		return 0, err
	}
	var amount int
	_, err = pgx.ForEachRow(rows, []any{&amount}, func() error {
		sum += amount
		return nil
	})
	return sum, err
}

// Rows of an interface type are returned.
func goodPgxReturned(ctx context.Context, tx pgx.Tx) (pgx.Rows, error) {
	rows, err := tx.Query(ctx, "SELECT id FROM users")
	if err != nil {
		return nil, err
	}
	return rows, nil
}

func goodPgxParameter(rows pgx.Rows) (all [][]any, err error) {
	defer rows.Close()
	for rows.Next() {
		values, err := rows.Values()
		if err != nil {
			return nil, err
		}
		all = append(all, values)
	}
	return all, rows.Err()
}
