// Package perround has variables that each round of a loop makes anew.
package perround

import (
	"context"
	"database/sql"
)

func badPerRound(ctx context.Context, conn *sql.Conn, rounds []bool) error {
	for _, wanted := range rounds {
		var tx *sql.Tx
		if wanted {
			var err error
			tx, err = conn.BeginTx(ctx, nil)
			if err != nil {
				return err
			}
		}
		if tx != nil {
			defer func() { tx.Rollback() }() // want "deferloop: tx .*is acquired in a loop"
		}
	}
	return nil
}

func goodPerRound(ctx context.Context, conn *sql.Conn, rounds []bool) error {
	for _, wanted := range rounds {
		var tx *sql.Tx
		if wanted {
			var err error
			tx, err = conn.BeginTx(ctx, nil)
			if err != nil {
				return err
			}
		}
		func() {
			if tx != nil {
				defer func() { tx.Rollback() }()
			}
		}()
	}
	return nil
}
