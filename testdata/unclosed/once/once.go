// Package once hands resources over under a sync.Once, which does so the first
// time only.
package once

import (
	"context"
	"database/sql"
	"os"
	"sync"
)

// hedge runs ask a second time if the first takes long.
type hedge func(ask func(done chan<- struct{}))

// The slower of the two queries is dropped.
func badSlower(ctx context.Context, db *sql.DB, h hedge) (rows *sql.Rows, err error) {
	var once sync.Once
	h(func(done chan<- struct{}) {
		got, gotErr := db.QueryContext(ctx, "SELECT id FROM jobs") // want "unclosed: got .*is not closed on every path"
		once.Do(func() {
			rows, err = got, gotErr
		})
		done <- struct{}{}
	})
	return rows, err
}

// The slower one closes its own.
func goodSlower(ctx context.Context, db *sql.DB, h hedge) (rows *sql.Rows, err error) {
	var once sync.Once
	h(func(done chan<- struct{}) {
		got, gotErr := db.QueryContext(ctx, "SELECT id FROM jobs")
		first := false
		once.Do(func() {
			first = true
			rows, err = got, gotErr
		})
		if !first && gotErr == nil {
			got.Close()
		}
		done <- struct{}{}
	})
	return rows, err
}

type journal struct {
	once sync.Once
	f    *os.File
}

func (j *journal) Close() error { return j.f.Close() }

// The second call opens a file that nobody gets.
func (j *journal) badOpenAgain(path string) error {
	f, err := os.Create(path) // want "unclosed: f .*is not closed on every path"
	if err != nil {
		return err
	}
	j.once.Do(func() { j.f = f })
	return nil
}

// The file is opened once.
func (j *journal) goodOpenOnce(path string) (err error) {
	j.once.Do(func() { j.f, err = os.Create(path) })
	return err
}

// The once is of this call alone.
func goodOwnOnce(path string) error {
	var once sync.Once
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	var kept *os.File
	once.Do(func() { kept = f })
	return kept.Close()
}

// A release under a Once is called from more than one place: one of them does it.
func (j *journal) goodReleaseOnce(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer j.once.Do(func() { f.Close() })
	_, err = f.Stat()
	return err
}
