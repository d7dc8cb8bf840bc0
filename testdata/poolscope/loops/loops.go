// Package loops opens pools in loops.
package loops

import (
	"database/sql"
	"errors"
	"log"
	"os"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

func badEachJob(jobs []string) error {
	for _, job := range jobs {
		db, err := sql.Open("pgx", os.Getenv("DSN")) // want "poolscope: db .* is opened in each round of a loop"
		if err != nil {
			return err
		}
		_, err = db.Exec("DELETE FROM jobs WHERE name = $1", job)
		if err := errors.Join(err, db.Close()); err != nil {
			return err
		}
	}
	return nil
}

func badTicker(dsn string, ticks <-chan time.Time) {
	for range ticks {
		db, err := sql.Open("pgx", dsn) // want "poolscope: db "
		if err != nil {
			log.Print(err)
			continue
		}
		if _, err := db.Exec("DELETE FROM sessions"); err != nil {
			log.Print(err)
		}
		db.Close()
	}
}

func badLiteral(dsn string, jobs []string) {
	for _, job := range jobs {
		func() {
			db, err := sql.Open("pgx", dsn) // want "poolscope: db "
			if err != nil {
				log.Print(err)
				return
			}
			defer db.Close()
			if _, err := db.Exec("DELETE FROM jobs WHERE name = $1", job); err != nil {
				log.Print(err)
			}
		}()
	}
}

func badGoroutines(dsn string, jobs []string) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			db, err := sql.Open("pgx", dsn) // want "poolscope: db .* is opened in each goroutine that a loop starts"
			if err != nil {
				log.Print(err)
				return
			}
			defer db.Close()
			if _, err := db.Exec("DELETE FROM jobs WHERE name = $1", job); err != nil {
				log.Print(err)
			}
		}()
	}
	wg.Wait()
}

func work(job string) {
	db, err := sql.Open("pgx", os.Getenv("DSN"))
	if err != nil {
		log.Print(err)
		return
	}
	defer db.Close()
	if _, err := db.Exec("DELETE FROM jobs WHERE name = $1", job); err != nil {
		log.Print(err)
	}
}

func badWorkers(jobs []string) {
	for _, job := range jobs {
		go work(job) // want "poolscope: a pool \\(\\*sql.DB\\) is opened in each goroutine that a loop starts"
	}
}

func badGroup(dsn string, jobs []string) error {
	var g errgroup.Group
	for _, job := range jobs {
		g.Go(func() error {
			db, err := sql.Open("pgx", dsn) // want "poolscope: db .* is opened in each goroutine that a loop starts"
			if err != nil {
				return err
			}
			defer db.Close()
			_, err = db.Exec("DELETE FROM jobs WHERE name = $1", job)
			return err
		})
	}
	return g.Wait()
}

func badWaitGroup(jobs []string) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Go(func() {
			work(job) // want "poolscope: a pool \\(\\*sql.DB\\) is opened in each goroutine that a loop starts"
		})
	}
	wg.Wait()
}

// A function of the code's own starts the goroutine.
func badStarted(dsn string, jobs []string) {
	for _, job := range jobs {
		start(func() {
			db, err := sql.Open("pgx", dsn) // want "poolscope: db .* is opened in each goroutine that a loop starts"
			if err != nil {
				log.Print(err)
				return
			}
			defer db.Close()
			if _, err := db.Exec("DELETE FROM jobs WHERE name = $1", job); err != nil {
				log.Print(err)
			}
		})
	}
}

func start(f func()) { go f() }

func goodOutside(dsn string, jobs []string) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	for _, job := range jobs {
		if _, err := db.Exec("DELETE FROM jobs WHERE name = $1", job); err != nil {
			return errors.Join(err, db.Close())
		}
	}
	return db.Close()
}

func goodShards(dsns []string) ([]*sql.DB, error) {
	var shards []*sql.DB
	for _, dsn := range dsns {
		db, err := sql.Open("pgx", dsn)
		if err != nil {
			for _, s := range shards {
				s.Close()
			}
			return nil, err
		}
		shards = append(shards, db)
	}
	return shards, nil
}

func goodRetry(dsn string) (*sql.DB, error) {
	for range 10 {
		db, err := sql.Open("pgx", dsn)
		if err != nil {
			return nil, err
		}
		if err := db.Ping(); err != nil {
			db.Close()
			time.Sleep(time.Second)
			continue
		}
		return db, nil
	}
	return nil, errors.New("no database")
}

func goodWait(dsn string) error {
	for {
		db, err := sql.Open("pgx", dsn)
		if err == nil && db.Ping() == nil {
			return db.Close()
		}
		if err == nil {
			db.Close()
		}
		time.Sleep(time.Second)
	}
}

func goodWaitReady(dsn string) error {
	for {
		db, err := sql.Open("pgx", dsn)
		if err != nil {
			return err
		}
		ok := isReady(db)
		db.Close()
		if ok {
			return nil
		}
	}
}

func isReady(db *sql.DB) bool { return db.Ping() == nil }

// Another database in every round, as a command has it that serves many.
func goodEachDatabase(dsns []string) error {
	for _, dsn := range dsns {
		db, err := sql.Open("pgx", dsn)
		if err != nil {
			return err
		}
		_, err = db.Exec("VACUUM")
		if err := errors.Join(err, db.Close()); err != nil {
			return err
		}
	}
	return nil
}

func goodEachFile(names []string) error {
	for i := range names {
		db, err := sql.Open("sqlite", "file:"+names[i]+"?mode=ro")
		if err != nil {
			return err
		}
		if err := errors.Join(db.Ping(), db.Close()); err != nil {
			return err
		}
	}
	return nil
}

func goodGoroutine(dsn string) {
	go func() {
		db, err := sql.Open("pgx", dsn)
		if err != nil {
			log.Print(err)
			return
		}
		defer db.Close()
		if _, err := db.Exec("VACUUM"); err != nil {
			log.Print(err)
		}
	}()
}

// One goroutine for every database.
func goodGoroutines(dsns []string) {
	for _, dsn := range dsns {
		go func() {
			db, err := sql.Open("pgx", dsn)
			if err != nil {
				log.Print(err)
				return
			}
			defer db.Close()
			if _, err := db.Exec("VACUUM"); err != nil {
				log.Print(err)
			}
		}()
	}
}

// The loop ends with the first that is opened.
func goodFirst(dsns []string) error {
	for range dsns {
		db, err := sql.Open("pgx", dsns[0])
		if err != nil {
			continue
		}
		return db.Close()
	}
	return nil
}

func goodGroupShared(dsn string, jobs []string) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	var g errgroup.Group
	for _, job := range jobs {
		g.Go(func() error {
			_, err := db.Exec("DELETE FROM jobs WHERE name = $1", job)
			return err
		})
	}
	return g.Wait()
}

func goodGroupOnce(dsn string) error {
	var g errgroup.Group
	g.Go(func() error {
		db, err := sql.Open("pgx", dsn)
		if err != nil {
			return err
		}
		defer db.Close()
		return db.Ping()
	})
	return g.Wait()
}

// One goroutine for every database.
func goodGroupOfDatabases(dsns []string) error {
	var g errgroup.Group
	for _, dsn := range dsns {
		g.Go(func() error {
			db, err := sql.Open("pgx", dsn)
			if err != nil {
				return err
			}
			defer db.Close()
			return db.Ping()
		})
	}
	return g.Wait()
}

// Every shard is opened in a goroutine of its own, and kept.
func goodGroupOfShards(dsns []string) ([]*sql.DB, error) {
	var g errgroup.Group
	shards := make([]*sql.DB, len(dsns))
	for i, dsn := range dsns {
		g.Go(func() error {
			db, err := sql.Open("pgx", dsn)
			shards[i] = db
			return err
		})
	}
	return shards, g.Wait()
}

// The callee calls the func again until it succeeds.
func goodRetried(dsn string, jobs []string) error {
	for range jobs {
		err := retry(func() error {
			db, err := sql.Open("pgx", dsn)
			if err != nil {
				return err
			}
			defer db.Close()
			return db.Ping()
		})
		if err == nil {
			return nil
		}
	}
	return errors.New("no database")
}

func retry(f func() error) (err error) {
	for range 3 {
		if err = f(); err == nil {
			return nil
		}
	}
	return err
}
