package conn

import (
	"context"
	"database/sql"
	"time"

	"github.com/jackc/pgx/v5"
)

// What a func does that is called for every row, it does while the rows are open.
func eachRow(ctx context.Context, tx pgx.Tx) error {
	rows, err := tx.Query(ctx, "SELECT id FROM jobs")
	if err != nil {
		return err
	}
	var id int
	_, err = pgx.ForEachRow(rows, []any{&id}, func() error {
		_, err := tx.Exec(ctx, "DELETE FROM jobs WHERE id = $1", id) // want "poolnest: tx.Exec fails with \"conn busy\": rows is open on the same connection"
		return err
	})
	return err
}

func eachRowRight(ctx context.Context, tx pgx.Tx) error {
	rows, err := tx.Query(ctx, "SELECT id FROM jobs")
	if err != nil {
		return err
	}
	var id int
	var ids []int
	if _, err := pgx.ForEachRow(rows, []any{&id}, func() error { ids = append(ids, id); return nil }); err != nil {
		return err
	}
	for _, id := range ids {
		if _, err := tx.Exec(ctx, "DELETE FROM jobs WHERE id = $1", id); err != nil {
			return err
		}
	}
	return nil
}

func untilItWorks(f func() error) error {
	for {
		if err := f(); err == nil {
			return nil
		}
		time.Sleep(time.Second)
	}
}

func retriedInside(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	err = untilItWorks(func() error {
		_, err := db.ExecContext(ctx, "DELETE FROM jobs") // want "poolnest: db.ExecContext is not part of the transaction tx"
		return err
	})
	if err != nil {
		return err
	}
	return tx.Commit()
}

func retriedInsideRight(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	err = untilItWorks(func() error {
		_, err := tx.ExecContext(ctx, "DELETE FROM jobs")
		return err
	})
	if err != nil {
		return err
	}
	return tx.Commit()
}

func retriedAfter(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := tx.Rollback(); err != nil {
		return err
	}
	return untilItWorks(func() error {
		_, err := db.ExecContext(ctx, "DELETE FROM jobs")
		return err
	})
}
