package tests

import (
	"database/sql"
	"testing"
)

func TestGood(t *testing.T) {
	db, err := sql.Open("pgx", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := db.Ping(); err != nil {
		t.Error(err)
	}
}

func goodFixture(t *testing.T) *sql.DB {
	db, err := sql.Open("pgx", "")
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func BenchmarkGood(b *testing.B) {
	for b.Loop() {
		db, err := sql.Open("pgx", "")
		if err != nil {
			b.Fatal(err)
		}
		if err := db.Close(); err != nil {
			b.Error(err)
		}
	}
}
