package twins_test

import (
	"database/sql"
	"errors"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// command names the environment variable that makes this test a command, which
// runs the named function on the database of its first argument.
const command = "LEAKVET_TWIN"

func TestMain(m *testing.M) {
	switch os.Getenv(command) {
	case "wrong":
		wrongExit(os.Args[1])
	case "right":
		rightExit(os.Args[1])
	default:
		os.Exit(m.Run())
	}
}

var errMigration = errors.New("the migration fails")

// wrongExit is what cleanupexit reports.
func wrongExit(path string) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		log.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			log.Print(err)
		}
	}()
	if err := migrate(db); err != nil {
		//leakvet:ignore cleanupexit this is the wrong twin
		log.Fatal(err) //nolint:gocritic // this is the wrong twin
	}
}

// rightExit exits outside of what defers.
func rightExit(path string) {
	if err := run(path); err != nil {
		log.Fatal(err)
	}
}

func run(path string) (err error) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return migrate(db)
}

func migrate(db *sql.DB) error {
	for _, statement := range []string{"PRAGMA journal_mode=WAL", "CREATE TABLE jobs (id INTEGER)", "INSERT INTO jobs VALUES (1)"} {
		if _, err := db.Exec(statement); err != nil {
			return err
		}
	}
	return errMigration
}

// The deferred Close would have written the log back into the database and
// removed it: the exit leaves it behind.
func TestExitSkipsDeferredClose(t *testing.T) {
	for form, left := range map[string]bool{"wrong": true, "right": false} {
		t.Run(form, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "app.db")
			cmd := exec.Command(os.Args[0], path)
			cmd.Env = append(os.Environ(), command+"="+form)
			out, err := cmd.CombinedOutput()
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.ExitCode() != 1 {
				t.Fatalf("%v, want exit status 1: %s", err, out)
			}
			_, err = os.Stat(path + "-wal")
			if got := err == nil; got != left {
				t.Errorf("the write-ahead log is there: %v, want %v", got, left)
			}
		})
	}
}
