package goodvariable

import (
	"database/sql"
	"log"
	"os"
	"testing"
)

var testDB *sql.DB

func TestMain(m *testing.M) {
	os.Exit(goodRun(m))
}

// The defer belongs to a function that returns before the exit.
func goodRun(m *testing.M) int {
	var err error
	testDB, err = sql.Open("postgres", os.Getenv("TEST_DATABASE_URL"))
	if err != nil {
		log.Print(err)
		return 1
	}
	defer func() {
		if err := testDB.Close(); err != nil {
			log.Print(err)
		}
	}()
	return m.Run()
}

func TestPing(t *testing.T) {
	if err := testDB.Ping(); err != nil {
		t.Fatal(err)
	}
}
