// Command badsignal works until it is told to stop, and returns.
package main

import (
	"context"
	"database/sql"
	"log"
	"os"
	"os/signal"
	"time"
)

func main() {
	db, err := sql.Open("postgres", os.Getenv("DATABASE_URL")) // want "undisposed: db "
	if err != nil {
		log.Fatal(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			log.Print("stopped")
			return
		case <-tick.C:
			if _, err := db.ExecContext(ctx, "DELETE FROM sessions WHERE expires < now()"); err != nil {
				log.Print(err)
			}
		}
	}
}
