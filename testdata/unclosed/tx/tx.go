// Package tx has transactions: Commit or Rollback, either one, on each path.
package tx

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log"
)

// Rollback is deferred, Commit ends the good path.
func goodDeferredRollback(ctx context.Context, db *sql.DB, from, to int64, sum int) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "UPDATE a SET n = n - $1 WHERE id = $2", sum, from); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE a SET n = n + $1 WHERE id = $2", sum, to); err != nil {
		return err
	}
	return tx.Commit()
}

// A failed statement leaves the transaction open.
func badErrorPath(ctx context.Context, db *sql.DB, id int64) error {
	tx, err := db.BeginTx(ctx, nil) // want "unclosed: tx .*is not committed or rolled back"
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM a WHERE id = $1", id); err != nil {
		return fmt.Errorf("delete %d: %w", id, err)
	}
	return tx.Commit()
}

// Neither committed nor rolled back.
func badNeither(db *sql.DB, id int64) error {
	tx, err := db.Begin() // want "unclosed: tx .*is never committed or rolled back"
	if err != nil {
		return err
	}
	_, err = tx.Exec("DELETE FROM a WHERE id = $1", id)
	return err
}

// Rolled back by hand on each error path.
func goodByHand(db *sql.DB, id int64) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if _, err := tx.Exec("DELETE FROM a WHERE id = $1", id); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if _, err := tx.Exec("INSERT INTO log VALUES ($1)", id); err != nil {
		if rerr := tx.Rollback(); rerr != nil {
			log.Printf("rollback: %v", rerr)
		}
		return err
	}
	return tx.Commit()
}

// The third of three error paths forgets.
func badThirdPath(db *sql.DB, id int64) error {
	tx, err := db.Begin() // want "unclosed: tx .*is not committed or rolled back"
	if err != nil {
		return err
	}
	if _, err := tx.Exec("DELETE FROM a WHERE id = $1", id); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	res, err := tx.Exec("DELETE FROM b WHERE a = $1", id)
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return fmt.Errorf("nothing deleted: %w", err)
	}
	return tx.Commit()
}

// One deferred closure decides between the two ends.
func goodDecidedInDefer(db *sql.DB, fn func(*sql.Tx) error) (err error) {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if p := recover(); p != nil {
			tx.Rollback()
			panic(p)
		}
		if err != nil {
			tx.Rollback()
			return
		}
		err = tx.Commit()
	}()
	return fn(tx)
}

// The deferred closure knows the bad end only.
func badHalfInDefer(db *sql.DB, id int64) (err error) {
	tx, err := db.Begin() // want "unclosed: tx .*is not committed or rolled back"
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			tx.Rollback()
		}
	}()
	return deleteAll(tx, id)
}

// A committed flag decides.
func goodCommittedFlag(db *sql.DB, id int64) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	committed := false
	defer func() {
		if !committed {
			_ = tx.Rollback()
		}
	}()
	if _, err := tx.Exec("DELETE FROM a WHERE id = $1", id); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	committed = true
	return nil
}

// The deferred closure sees the outer error, the failure is in a shadow.
func badShadowedError(db *sql.DB, id int64) error {
	tx, err := db.Begin() // want "unclosed: tx .*is not committed or rolled back"
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			tx.Rollback()
		}
	}()
	if _, err := tx.Exec("DELETE FROM a WHERE id = $1", id); err != nil {
		return err
	}
	err = tx.Commit()
	return err
}

// Rows, statements and rows of statements end with their transaction.
func goodChildrenEndWithTx(ctx context.Context, db *sql.DB, ids []int64) (found int, err error) {
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return 0, err
	}
	defer tx.Rollback()
	stmt, err := tx.PrepareContext(ctx, "SELECT 1 FROM a WHERE id = $1")
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		var one int
		if err := stmt.QueryRowContext(ctx, id).Scan(&one); err == nil {
			found++
		}
	}
	return found, tx.Commit()
}

// Rows of a transaction that is rolled back by defer.
func goodRowsOfTx(db *sql.DB, want string) (bool, error) {
	tx, err := db.Begin()
	if err != nil {
		return false, err
	}
	defer tx.Rollback()
	rows, err := tx.Query("SELECT name FROM a")
	if err != nil {
		return false, err
	}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return false, err
		}
		if name == want {
			return true, nil
		}
	}
	return false, rows.Err()
}

// Rows of somebody else's transaction, which may live on for long.
func badRowsOfBorrowedTx(tx *sql.Tx, want string) (bool, error) {
	rows, err := tx.Query("SELECT name FROM a") // want "unclosed: rows .*is (never|not) closed"
	if err != nil {
		return false, err
	}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return false, err
		}
		if name == want {
			return true, nil
		}
	}
	return false, rows.Err()
}

// A statement of the pool bound to the transaction: the pool's is closed.
func goodTxStmt(db *sql.DB, id int64) error {
	stmt, err := db.Prepare("DELETE FROM a WHERE id = $1")
	if err != nil {
		return err
	}
	defer stmt.Close()
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if _, err := tx.Stmt(stmt).Exec(id); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// The helper that runs the function owns the transaction.
func goodInTx(db *sql.DB, id int64) error {
	return goodDecidedInDefer(db, func(tx *sql.Tx) error {
		_, err := tx.Exec("DELETE FROM a WHERE id = $1", id)
		return err
	})
}

// A helper that uses the transaction does not end it.
func badPassedToUser(db *sql.DB, id int64) error {
	tx, err := db.Begin() // want "unclosed: tx .*is not committed or rolled back"
	if err != nil {
		return err
	}
	if err := deleteAll(tx, id); err != nil {
		return err
	}
	return tx.Commit()
}

func deleteAll(tx *sql.Tx, id int64) error {
	for _, table := range []string{"a", "b", "c"} {
		if _, err := tx.Exec("DELETE FROM "+table+" WHERE id = $1", id); err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
	}
	return nil
}

// A helper ends the transaction one way or the other.
func goodFinishedByHelper(db *sql.DB, id int64) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	return finish(tx, deleteAll(tx, id))
}

func finish(tx *sql.Tx, err error) error {
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// A deferred helper takes the address of the error.
func goodDeferredHelper(db *sql.DB, id int64) (err error) {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer done(tx, &err)
	return deleteAll(tx, id)
}

func done(tx *sql.Tx, err *error) {
	if *err != nil {
		_ = tx.Rollback()
		return
	}
	*err = tx.Commit()
}

// A batch per turn; the error path inside the turn leaves the batch open.
func badBatches(db *sql.DB, batches [][]int64) error {
	for _, ids := range batches {
		tx, err := db.Begin() // want "unclosed: tx .*is not committed or rolled back"
		if err != nil {
			return err
		}
		for _, id := range ids {
			if _, err := tx.Exec("INSERT INTO a VALUES ($1)", id); err != nil {
				return err
			}
		}
		if err := tx.Commit(); err != nil {
			return err
		}
	}
	return nil
}

// A batch per turn, ended in the turn.
func goodBatches(db *sql.DB, batches [][]int64) error {
	for _, ids := range batches {
		tx, err := db.Begin()
		if err != nil {
			return err
		}
		for _, id := range ids {
			if _, err = tx.Exec("INSERT INTO a VALUES ($1)", id); err != nil {
				break
			}
		}
		if err != nil {
			return errors.Join(err, tx.Rollback())
		}
		if err := tx.Commit(); err != nil {
			return err
		}
	}
	return nil
}

// An empty result is no reason to leave the transaction open.
func badNothingToDo(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil) // want "unclosed: tx .*is not committed or rolled back"
	if err != nil {
		return err
	}
	var id int64
	err = tx.QueryRowContext(ctx, "SELECT id FROM queue LIMIT 1 FOR UPDATE SKIP LOCKED").Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM queue WHERE id = $1", id); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// A failed Commit has ended the transaction.
func goodFailedCommit(db *sql.DB, id int64) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if err := deleteAll(tx, id); err != nil {
		tx.Rollback()
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// Begun on a connection that belongs to somebody else.
func badTxOfBorrowedConn(ctx context.Context, conn *sql.Conn) error {
	tx, err := conn.BeginTx(ctx, nil) // want "unclosed: tx .*is not committed or rolled back"
	if err != nil {
		return err
	}
	if err := deleteAll(tx, 1); err != nil {
		return err
	}
	return tx.Commit()
}

// A savepoint fails: both the savepoint and the transaction are given up.
func goodSavepoint(db *sql.DB, ids []int64) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	for _, id := range ids {
		if _, err := tx.Exec("SAVEPOINT s"); err != nil {
			return err
		}
		if err := deleteAll(tx, id); err != nil {
			if _, err := tx.Exec("ROLLBACK TO s"); err != nil {
				return err
			}
		}
	}
	return tx.Commit()
}
