package pools

import (
	"context"
	"database/sql"
	"errors"
)

// What is closed is the pool of this round, what is open the connection of the last.
func goodNextRound(ctx context.Context, names []string, usable func(string) error, pools *[]*sql.DB) error {
	for _, name := range names {
		db, err := sql.Open("pgx", name)
		if err != nil {
			return err
		}
		if err := usable(name); err != nil {
			return errors.Join(err, db.Close())
		}
		*pools = append(*pools, db)
		conn, err := db.Conn(ctx)
		if err != nil {
			return err
		}
		defer conn.Close() // want "deferloop: conn"
	}
	return nil
}

// The connections of the first rounds are open when the pool is closed.
func badEarlierRounds(ctx context.Context, usable []func(*sql.Conn) error) error {
	db, err := sql.Open("pgx", "postgres://localhost/x")
	if err != nil {
		return err
	}
	for _, use := range usable {
		conn, err := db.Conn(ctx)
		if err != nil {
			return errors.Join(err, db.Close())
		}
		defer conn.Close() // want "deferloop: conn"
		if err := use(conn); err != nil {
			return errors.Join(err, db.Close()) // want "cleanuporder: db.Close does not end conn"
		}
	}
	return db.Close() // want "cleanuporder: db.Close does not end conn"
}
