package badlogged

import (
	"database/sql"
	"log"
	"os"
	"testing"

	"github.com/ory/dockertest/v3"
)

var (
	db        *sql.DB
	docker    *dockertest.Pool
	container *dockertest.Resource
)

func TestMain(m *testing.M) {
	code := m.Run()
	if _, err := db.Exec("DROP DATABASE tests"); err != nil { // want "cleanupstatus: db.Exec may fail and the process exits as if it had not: its error is only logged"
		log.Print(err)
	}
	db.Close()                                      // want "cleanupstatus: db.Close may fail and the process exits as if it had not: its error is dropped"
	if err := docker.Purge(container); err != nil { // want "cleanupstatus: docker.Purge may fail and the process exits as if it had not"
		log.Printf("could not purge: %s", err)
	}
	os.Remove("tests.db") // want "cleanupstatus: os.Remove may fail and the process exits as if it had not"
	os.Remove("tests.log")
	os.Exit(code)
}
