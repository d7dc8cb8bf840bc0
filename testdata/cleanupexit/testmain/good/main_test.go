package good

import (
	"database/sql"
	"log"
	"os"
	"testing"
)

func TestMain(m *testing.M) { os.Exit(goodRun(m)) }

func goodRun(m *testing.M) int {
	pool, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		log.Print(err)
		return 1
	}
	defer pool.Close()
	return m.Run()
}
