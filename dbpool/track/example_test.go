package track_test

import (
	"context"
	"database/sql"
	"fmt"
	"log"

	"modernc.org/sqlite"

	"github.com/leakvet/leakvet/dbpool/track"
)

// Who holds a connection, and who forgot to give it back?
func Example() {
	connector, err := track.Open(new(sqlite.Driver), ":memory:", track.Stacks)
	if err != nil {
		log.Fatal(err)
	}
	db := sql.OpenDB(connector)
	conn := takeConn(db)

	for _, h := range connector.Live() {
		fmt.Println(h.Kind, "held by", h.Stack()[0].Function)
	}

	// The pool is closed, and closes nothing that is held. Reclaim does.
	if err := db.Close(); err != nil {
		log.Fatal(err)
	}
	fmt.Println("held after Close:", connector.Held())
	if _, err := connector.Reclaim(context.Background()); err != nil {
		log.Fatal(err)
	}
	fmt.Println("held after Reclaim:", connector.Held())
	fmt.Println("closing late:", conn.Close())
	// Output:
	// Conn held by github.com/leakvet/leakvet/dbpool/track_test.takeConn
	// held after Close: 1
	// held after Reclaim: 0
	// closing late: <nil>
}

func takeConn(db *sql.DB) *sql.Conn {
	conn, err := db.Conn(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	return conn
}
