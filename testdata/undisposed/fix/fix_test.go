package fix

import (
	"context"
	"database/sql"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"example.com/cases/undisposed/fix/migrate"
)

func bad(t *testing.T) {
	db, err := sql.Open("pgx", "") // want "undisposed: db"
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Ping(); err != nil {
		t.Fatal(err)
	}
}

func badParallel(t *testing.T) {
	db, err := sql.Open("pgx", "") // want "undisposed: db"
	if err != nil {
		t.Fatal(err)
	}
	pool, err := pgxpool.New(context.Background(), "") // want "undisposed: pool"
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a", "b"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := db.Ping(); err != nil {
				t.Fatal(err)
			}
			if err := pool.Ping(t.Context()); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// The error of Up is heard of, and says nothing of a Close.
func badTakenOver(t *testing.T, l migrate.Locker) {
	db, err := sql.Open("pgx", "") // want "undisposed: db"
	if err != nil {
		t.Fatal(err)
	}
	if err := migrate.New(db, l).Up(); err != nil {
		t.Log(err)
	}
}

func TestMain(m *testing.M) {
	db, err := sql.Open("pgx", "") // want "undisposed: db"
	if err != nil {
		panic(err)
	}
	if err := db.Ping(); err != nil {
		panic(err)
	}
	m.Run()
}
