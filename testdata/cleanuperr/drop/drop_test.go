package drop

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"testing"
)

func badTable(t *testing.T, db *sql.DB) {
	t.Cleanup(func() {
		db.Exec("DROP TABLE users") // want "cleanuperr: the error of db.Exec is dropped: what is not dropped stays, and nobody hears of it"
	})
}

func badDatabase(t *testing.T, admin *sql.DB, name string) {
	t.Cleanup(func() {
		admin.ExecContext(context.Background(), fmt.Sprintf("drop database %s", name)) // want "cleanuperr: the error of admin.ExecContext is dropped"
	})
}

func badPool(t *testing.T, dsn string) *sql.DB {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() }) // want "cleanuperr: the error of db.Close is dropped"
	return db
}

func goodDropped(t *testing.T, db *sql.DB) {
	t.Cleanup(func() {
		if _, err := db.Exec("DROP TABLE users"); err != nil {
			t.Error(err)
		}
	})
}

func goodLoggedPool(t *testing.T, dsn string) *sql.DB {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Log(err)
		}
	})
	return db
}

// Other statements are not for cleaning up.
func goodOtherStatement(t *testing.T, db *sql.DB) {
	t.Cleanup(func() { db.Exec("VACUUM") })
}

// It is no cleanup: the table is there no more, or never was.
func goodNoCleanup(db *sql.DB) error {
	db.Exec("DROP TABLE users")
	_, err := db.Exec("CREATE TABLE users (id int)")
	return err
}

var shared *sql.DB

func TestMain(m *testing.M) {
	var err error
	if shared, err = sql.Open("pgx", ""); err != nil {
		panic(err)
	}
	code := m.Run()
	shared.Exec("DROP SCHEMA tests") // want "cleanuperr: the error of shared.Exec is dropped"
	shared.Close()                   // want "cleanuperr: the error of shared.Close is dropped"
	os.Exit(code)
}
