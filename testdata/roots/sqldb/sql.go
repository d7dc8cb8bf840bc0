// Package sqldb has one leak and one clean use for each library of SQL
// databases.
package sqldb

import (
	"context"
	"database/sql"
	"errors"

	"github.com/golang-migrate/migrate/v4"
	"github.com/golang-migrate/migrate/v4/database"
	"github.com/jmoiron/sqlx"
)

func badRows(db *sql.DB) error {
	rows, err := db.Query("SELECT 1") // want "unclosed: rows "
	if err != nil {
		return err
	}
	rows.Next()
	return rows.Err()
}

func goodRows(db *sql.DB) error {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			return err
		}
	}
	return rows.Err()
}

func badRow(db *sql.DB) error {
	row := db.QueryRow("SELECT 1") // want "unclosed: row "
	return row.Err()
}

func goodRow(db *sql.DB) (n int, err error) {
	row := db.QueryRow("SELECT 1")
	err = row.Scan(&n)
	return n, err
}

func badTx(db *sql.DB) error {
	tx, err := db.Begin() // want "unclosed: tx "
	if err != nil {
		return err
	}
	if _, err := tx.Exec("DELETE FROM t"); err != nil {
		return err
	}
	return tx.Commit()
}

func goodTx(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	stmt, err := tx.Prepare("DELETE FROM t") // ok: it ends with the transaction
	if err != nil {
		return err
	}
	if _, err := stmt.Exec(); err != nil {
		return err
	}
	return tx.Commit()
}

func badStmt(ctx context.Context, conn *sql.Conn) error {
	stmt, err := conn.PrepareContext(ctx, "DELETE FROM t") // want "unclosed: stmt "
	if err != nil {
		return err
	}
	_, err = stmt.ExecContext(ctx)
	return err
}

func badPool() error {
	db, err := sql.Open("sqlite", "file.db") // want "undisposed: db "
	if err != nil {
		return err
	}
	return db.Ping()
}

func badSqlx(db *sqlx.DB) error {
	rows, err := db.Queryx("SELECT 1") // want "unclosed: rows "
	if err != nil {
		return err
	}
	m := map[string]any{}
	if rows.Next() {
		return rows.MapScan(m)
	}
	return rows.Err()
}

func goodSqlx(db *sqlx.DB) error {
	rows, err := db.NamedQuery("SELECT :n", map[string]any{"n": 1})
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if _, err := rows.SliceScan(); err != nil {
			return err
		}
	}
	return rows.Err()
}

func badSqlxRow(db *sqlx.DB) error {
	row := db.QueryRowx("SELECT 1") // want "unclosed: row "
	return row.Err()
}

func goodSqlxRow(db *sqlx.DB) error {
	return db.QueryRowx("SELECT 1").MapScan(map[string]any{})
}

func badSqlxTx(db *sqlx.DB) error {
	tx, err := db.Beginx() // want "unclosed: tx "
	if err != nil {
		return err
	}
	_, err = tx.Exec("DELETE FROM t")
	return err
}

func goodSqlxTx(db *sqlx.DB) error {
	tx := db.MustBegin()
	defer tx.Rollback()
	if _, err := tx.Exec("DELETE FROM t"); err != nil {
		return err
	}
	return tx.Commit()
}

func badSqlxNamed(db *sqlx.DB) error {
	stmt, err := db.PrepareNamed("DELETE FROM t WHERE n = :n") // want "unclosed: stmt "
	if err != nil {
		return err
	}
	_, err = stmt.Exec(map[string]any{"n": 1})
	return err
}

func badSqlxPool() error {
	db, err := sqlx.Connect("sqlite", "file.db") // want "undisposed: db "
	if err != nil {
		return err
	}
	_, err = db.Exec("DELETE FROM t")
	return err
}

// Closing the wrapper closes what is wrapped.
func goodSqlxWrapped() error {
	raw, err := sql.Open("sqlite", "file.db")
	if err != nil {
		return err
	}
	db := sqlx.NewDb(raw, "sqlite")
	defer db.Close()
	return db.Ping()
}

func badMigration(dsn string) error {
	m, err := migrate.New("file://migrations", dsn) // want "unclosed: m \\(\\*migrate.Migrate\\) is never closed"
	if err != nil {
		return err
	}
	return m.Up()
}

func goodMigration(dsn string) error {
	m, err := migrate.New("file://migrations", dsn)
	if err != nil {
		return err
	}
	up := m.Up()
	sourceErr, databaseErr := m.Close()
	return errors.Join(up, sourceErr, databaseErr)
}

// The one that is made over a pool would close that.
func lentMigration(driver database.Driver) error {
	m, err := migrate.NewWithDatabaseInstance("file://migrations", "postgres", driver)
	if err != nil {
		return err
	}
	return m.Up()
}
