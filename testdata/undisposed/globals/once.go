package globals

import (
	"database/sql"
	"sync"
)

// Opened once for the life of the process, by the package itself: for the strict profile.

var (
	archiveOnce sync.Once
	archive     *sql.DB
	journal     *sql.DB
	replica     *sql.DB
)

func init() {
	db, err := sql.Open("postgres", "postgres://journal")
	if err != nil {
		panic(err)
	}
	journal = db
}

func pingJournal() error { return journal.Ping() }

func pingArchive() error {
	archiveOnce.Do(func() {
		var err error
		if archive, err = sql.Open("postgres", "postgres://archive"); err != nil {
			panic(err)
		}
	})
	return archive.Ping()
}

// As often as it is called.
func badReplica(dsn string) (err error) {
	replica, err = sql.Open("postgres", dsn) // want "undisposed: replica .*is never closed: it is kept in "
	if err != nil {
		return err
	}
	return replica.Ping()
}
