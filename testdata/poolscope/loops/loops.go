// Package loops opens pools in loops.
package loops

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"log"
	"os"
	"path/filepath"
	"sync"
	"time"

	"go.etcd.io/bbolt"
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

func badHelper(jobs []string) {
	for _, job := range jobs {
		work(job) // want "poolscope: a pool \\(\\*sql.DB\\) is opened in each round of a loop"
	}
}

func badHourly() {
	for {
		work("all") // want "poolscope: a pool "
		time.Sleep(time.Hour)
	}
}

func badUntilDone(ctx context.Context, ticks <-chan time.Time) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticks:
			if err := remove("all"); err != nil { // want "poolscope: a pool "
				log.Print(err)
			}
		}
	}
}

func badHelperOfError(jobs []string) error {
	for _, job := range jobs {
		if err := remove(job); err != nil { // want "poolscope: a pool "
			return err
		}
	}
	return nil
}

func badHelperOfJoined(jobs []string) error {
	var errs []error
	for _, job := range jobs {
		errs = append(errs, remove(job)) // want "poolscope: a pool "
	}
	return errors.Join(errs...)
}

// Each job is tried a few times.
func badHelperTried(jobs []string) {
	for _, job := range jobs {
		for range 3 {
			if err := remove(job); err == nil { // want "poolscope: a pool "
				break
			}
			time.Sleep(time.Second)
		}
	}
}

func remove(job string) error {
	db, err := sql.Open("pgx", os.Getenv("DSN"))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec("DELETE FROM jobs WHERE name = $1", job)
	return err
}

func removeIn(dsn, job string) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec("DELETE FROM jobs WHERE name = $1", job)
	return err
}

// The helper gets the data source, the same each time.
func badHelperOfSource(dsn string, jobs []string) error {
	for _, job := range jobs {
		if err := removeIn(dsn, job); err != nil { // want "poolscope: a pool "
			return err
		}
	}
	return nil
}

type store struct{ dsn string }

func (s *store) count() (n int, err error) {
	db, err := sql.Open("pgx", s.dsn)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	err = db.QueryRow("SELECT count(*) FROM jobs").Scan(&n)
	return n, err
}

func badHelperOfReceiver(s *store, rounds int) error {
	for range rounds {
		n, err := s.count() // want "poolscope: a pool "
		if err != nil {
			return err
		}
		log.Print(n)
	}
	return nil
}

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

func goodHelperRetried() (err error) {
	for range 3 {
		if err = remove("all"); err == nil {
			return nil
		}
		time.Sleep(time.Second)
	}
	return err
}

func goodHelperUntil() error {
	err := remove("all")
	for err != nil {
		time.Sleep(time.Second)
		err = remove("all")
	}
	return err
}

func goodHelperOtherFails(ready func() error) error {
	for {
		if err := remove("all"); err != nil {
			return err
		}
		if err := ready(); err == nil {
			return nil
		}
	}
}

func goodHelperTransient() error {
	for {
		err := remove("all")
		if !errors.Is(err, sql.ErrConnDone) {
			return err
		}
	}
}

// It waits for jobs, and asks in the only way that it has.
func goodHelperPolled(s *store) error {
	for {
		n, err := s.count()
		if err != nil {
			return err
		}
		if n > 0 {
			return nil
		}
		time.Sleep(time.Second)
	}
}

type probe struct {
	dsn   string
	ready bool
}

func (p *probe) try() {
	db, err := sql.Open("pgx", p.dsn)
	if err != nil {
		return
	}
	defer db.Close()
	p.ready = db.Ping() == nil
}

func (p *probe) isReady() bool { return p.ready }

func goodHelperProbe(p *probe) {
	for !p.ready {
		p.try()
	}
}

func goodHelperAsked(p *probe) {
	for !p.isReady() {
		p.try()
	}
}

func try(ok *bool) {
	db, err := sql.Open("pgx", os.Getenv("DSN"))
	if err != nil {
		return
	}
	defer db.Close()
	*ok = db.Ping() == nil
}

func goodHelperFills() {
	for ok := false; !ok; {
		try(&ok)
	}
}

func goodHelperFirst(jobs []string) error {
	for _, job := range jobs {
		if job != "" {
			return remove(job)
		}
	}
	return nil
}

func goodHelperOfSources(dsns []string) error {
	for _, dsn := range dsns {
		if err := removeIn(dsn, "all"); err != nil {
			return err
		}
	}
	return nil
}

func goodHelperOfStores(stores []*store) error {
	for _, s := range stores {
		if _, err := s.count(); err != nil {
			return err
		}
	}
	return nil
}

// The data sources stand in a table.
func goodHelperOfRows(tenants *sql.DB) error {
	rows, err := tenants.Query("SELECT dsn FROM tenants")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var dsn string
		if err := rows.Scan(&dsn); err != nil {
			return err
		}
		if err := removeIn(dsn, "all"); err != nil {
			return err
		}
	}
	return rows.Err()
}

func goodEachTenant(tenants *sql.DB) error {
	rows, err := tenants.Query("SELECT dsn FROM tenants")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var dsn string
		if err := rows.Scan(&dsn); err != nil {
			return err
		}
		db, err := sql.Open("pgx", dsn)
		if err != nil {
			return err
		}
		_, err = db.Exec("VACUUM")
		if err := errors.Join(err, db.Close()); err != nil {
			return err
		}
	}
	return rows.Err()
}

func goodEachDecoded(sources *json.Decoder) error {
	for sources.More() {
		var source struct{ DSN string }
		if err := sources.Decode(&source); err != nil {
			return err
		}
		if err := removeIn(source.DSN, "all"); err != nil {
			return err
		}
	}
	return nil
}

// A database of its own for each trial.
func goodTrials() error {
	for range 10 {
		if err := trial(); err != nil {
			return err
		}
	}
	return nil
}

func trial() error {
	dir, err := os.MkdirTemp("", "trial")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	db, err := sql.Open("pgx", filepath.Join(dir, "data"))
	if err != nil {
		return err
	}
	defer db.Close()
	return db.Ping()
}

func goodInMemory(jobs []string) error {
	for _, job := range jobs {
		db, err := sql.Open("sqlite", ":memory:")
		if err != nil {
			return err
		}
		_, err = db.Exec("INSERT INTO jobs VALUES ($1)", job)
		if err := errors.Join(err, db.Close()); err != nil {
			return err
		}
	}
	return nil
}

// A journal is a file that is opened to be looked at.
type journal struct{ db *bbolt.DB }

func openJournal(path string) (*journal, error) {
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		return nil, err
	}
	return &journal{db}, nil
}

func (j *journal) Close() error { return j.db.Close() }

func check(path string) error {
	j, err := openJournal(path)
	if err != nil {
		return err
	}
	return j.Close()
}

// The file is another one each time, though its name is the same.
func goodReplayed(path string, logs []string) error {
	for _, log := range logs {
		if err := os.Rename(log, path); err != nil {
			return err
		}
		if err := check(path); err != nil {
			return err
		}
	}
	return nil
}
