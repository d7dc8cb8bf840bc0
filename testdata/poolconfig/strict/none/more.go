package none

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/jmoiron/sqlx"
)

func badStdlib(config pgx.ConnConfig) (err error) {
	db := stdlib.OpenDB(config) // want "poolconfig: db "
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.Ping()
}

// What is said to the server limits nothing here.
func badStatement(ctx context.Context, dsn string) (err error) {
	db, err := sqlx.ConnectContext(ctx, "pgx", dsn) // want "poolconfig: db "
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	_, err = db.ExecContext(ctx, "SET statement_timeout = '1s'")
	return err
}

type service struct{ db *sql.DB }

func badWorker(ctx context.Context, dsn string) error {
	db, err := sql.Open("pgx", dsn) // want "poolconfig: db "
	if err != nil {
		return err
	}
	s := &service{db}
	return errors.Join(s.run(ctx), db.Close())
}

func (s *service) run(ctx context.Context) error {
	<-ctx.Done()
	return s.db.PingContext(context.WithoutCancel(ctx))
}
