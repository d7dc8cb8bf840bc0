// Package none limits no pool.
package none

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"log"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jmoiron/sqlx"
)

func badPing(dsn string) error {
	db, err := sql.Open("pgx", dsn) // want "poolconfig: db "
	if err != nil {
		return err
	}
	return errors.Join(db.Ping(), db.Close())
}

func badConnector(c driver.Connector) error {
	db := sql.OpenDB(c) // want "poolconfig: db "
	return errors.Join(db.Ping(), db.Close())
}

func badSqlx(dsn string) error {
	db, err := sqlx.Connect("pgx", dsn) // want "poolconfig: db \\(\\*sqlx.DB\\)"
	if err != nil {
		return err
	}
	return errors.Join(db.Ping(), db.Close())
}

func badMust(dsn string) error {
	db := sqlx.MustOpen("pgx", dsn) // want "poolconfig: db "
	return errors.Join(db.Ping(), db.Close())
}

var global *sql.DB

func badGlobal(dsn string) (err error) {
	global, err = sql.Open("pgx", dsn) // want "poolconfig: global "
	return err
}

func closeGlobal() error { return global.Close() }

// open hands the pool to functions of this package only.
func badOpen(dsn string) (*sql.DB, error) {
	return sql.Open("pgx", dsn) // want "poolconfig: "
}

func badUse(dsn string) error {
	db, err := badOpen(dsn)
	if err != nil {
		return err
	}
	return errors.Join(db.Ping(), db.Close())
}

func badDeferred(dsn string) {
	db, err := sql.Open("pgx", dsn) // want "poolconfig: db "
	if err != nil {
		log.Print(err)
		return
	}
	defer func() {
		if err := db.Close(); err != nil {
			log.Print(err)
		}
	}()
	if err := db.Ping(); err != nil {
		log.Print(err)
	}
}

func badClosure(dsn string) func() error {
	return func() error {
		db, err := sql.Open("pgx", dsn) // want "poolconfig: db "
		if err != nil {
			return err
		}
		return errors.Join(db.Ping(), db.Close())
	}
}

func badShards(dsns []string) (err error) {
	var all []*sql.DB
	for _, dsn := range dsns {
		db, openErr := sql.Open("pgx", dsn) // want "poolconfig: db "
		if openErr != nil {
			err = openErr
			break
		}
		all = append(all, db)
	}
	for _, db := range all {
		err = errors.Join(err, db.Close())
	}
	return err
}

// A pgxpool.Pool has limits of its own.
func goodPgx(ctx context.Context, dsn string) error {
	pool, err := pgxpool.New(ctx, dsn)
	if err != nil {
		return err
	}
	defer pool.Close()
	return pool.Ping(ctx)
}

func goodGiven(db *sql.DB) error { return db.Ping() }
