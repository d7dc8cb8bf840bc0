// Package field has iterations on which earlier versions were wrong, in the
// words of a seed bank.
package field

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"example.com/cases/rowserr/field/lib"
)

type seed struct {
	species string
	grams   float64
}

// The closure has the rows from a helper and looks at their error itself.
func goodClosureChecks(ctx context.Context, db *lib.DB) (seeds []seed, err error) {
	err = db.QueryFunc(ctx, func(ctx context.Context, rows *sql.Rows) error {
		for rows.Next() {
			var s seed
			if err := rows.Scan(&s.species, &s.grams); err != nil {
				return fmt.Errorf("scan seed: %w", err)
			}
			seeds = append(seeds, s)
		}
		if rows.Err() != nil {
			return fmt.Errorf("seeds: %w", rows.Err())
		}
		return nil
	}, "SELECT species, grams FROM seeds")
	return seeds, err
}

// The helper looks at the error once the closure is through.
func goodHelperChecks(ctx context.Context, db *lib.DB) (seeds []seed, err error) {
	err = db.QueryChecked(ctx, func(rows *sql.Rows) error {
		for rows.Next() {
			var s seed
			if err := rows.Scan(&s.species, &s.grams); err != nil {
				return err
			}
			seeds = append(seeds, s)
		}
		return nil
	}, "SELECT species, grams FROM seeds")
	return seeds, err
}

// each is a helper of this package: its callback sees one row.
func each(ctx context.Context, db *sql.DB, query string, one func(scan func(...any) error) error) error {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := one(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// badEach forgets the error of the iteration, for all who use it.
func badEach(ctx context.Context, db *sql.DB, query string, one func(scan func(...any) error) error) error {
	rows, err := db.QueryContext(ctx, query) // want "rowserr: rows.Err"
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := one(rows.Scan); err != nil {
			return err
		}
	}
	return nil
}

// The callback sees one row; the helper has the loop and the check.
func goodEachRow(ctx context.Context, db *sql.DB) (total float64, err error) {
	err = each(ctx, db, "SELECT grams FROM seeds", func(scan func(...any) error) error {
		var grams float64
		if err := scan(&grams); err != nil {
			return err
		}
		total += grams
		return nil
	})
	return total, err
}

// The error is looked at before the loop, when it cannot tell of its end.
func badCheckedTooEarly(ctx context.Context, db *sql.DB) (total float64, err error) {
	rows, err := db.QueryContext(ctx, "SELECT grams FROM seeds") // want "rowserr: rows.Err"
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	if err := rows.Err(); err != nil {
		return 0, err
	}
	for rows.Next() {
		var grams float64
		if err := rows.Scan(&grams); err != nil {
			return 0, err
		}
		total += grams
	}
	return total, nil
}

// The error is looked at before the loop and after it.
func goodCheckedTwice(ctx context.Context, db *sql.DB) (total float64, err error) {
	rows, err := db.QueryContext(ctx, "SELECT grams FROM seeds")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	if err := rows.Err(); err != nil {
		return 0, err
	}
	for rows.Next() {
		var grams float64
		if err := rows.Scan(&grams); err != nil {
			return 0, err
		}
		total += grams
	}
	return total, rows.Err()
}

var errNoSeed = errors.New("no such seed")

// A seed is not there only when the iteration says that all is well.
func goodNotFound(ctx context.Context, db *sql.DB, species string) (s seed, err error) {
	rows, err := db.QueryContext(ctx, "SELECT species, grams FROM seeds WHERE species = $1", species)
	if err != nil {
		return seed{}, err
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return seed{}, err
		}
		return seed{}, errNoSeed
	}
	err = rows.Scan(&s.species, &s.grams)
	return s, err
}

// One of the two ways through the pages does not look.
func badPagedBranch(ctx context.Context, db *sql.DB, limit int) (seeds []seed, more bool, err error) {
	rows, err := db.QueryContext(ctx, "SELECT species, grams FROM seeds ORDER BY species") // want "rowserr: rows.Err"
	if err != nil {
		return nil, false, err
	}
	defer rows.Close()
	for rows.Next() {
		var s seed
		if err := rows.Scan(&s.species, &s.grams); err != nil {
			return nil, false, err
		}
		seeds = append(seeds, s)
	}
	if limit > 0 && len(seeds) > limit {
		return seeds[:limit], true, nil
	}
	return seeds, false, rows.Err()
}

// Both ways through the pages come after the look.
func goodPagedBranch(ctx context.Context, db *sql.DB, limit int) (seeds []seed, more bool, err error) {
	rows, err := db.QueryContext(ctx, "SELECT species, grams FROM seeds ORDER BY species")
	if err != nil {
		return nil, false, err
	}
	defer rows.Close()
	for rows.Next() {
		var s seed
		if err := rows.Scan(&s.species, &s.grams); err != nil {
			return nil, false, err
		}
		seeds = append(seeds, s)
	}
	if err := rows.Err(); err != nil {
		return nil, false, err
	}
	if limit > 0 && len(seeds) > limit {
		return seeds[:limit], true, nil
	}
	return seeds, false, nil
}
