package drivers

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// An interface that embeds a driver's rows is rows.
type ownRows interface{ pgx.Rows }

type querier interface {
	Query(ctx context.Context, sql string, args ...any) (ownRows, error)
}

func unchecked(ctx context.Context, q querier) (ids []int, err error) {
	rows, err := q.Query(ctx, "SELECT id FROM jobs") // want "rowserr: rows.Err\\(\\) is not checked after the loop"
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

func checked(ctx context.Context, q querier) (ids []int, err error) {
	rows, err := q.Query(ctx, "SELECT id FROM jobs")
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}
