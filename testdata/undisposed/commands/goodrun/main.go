// Command goodrun leaves everything to run, so that its defers are not skipped.
package main

import (
	"context"
	"database/sql"
	"errors"
	"log"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := goodRun(ctx, os.Getenv("DATABASE_URL")); err != nil {
		log.Print(err)
	}
}

func goodRun(ctx context.Context, dsn string) (err error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.PingContext(ctx); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}
