package dbpool_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/dbpool"
)

func TestRows(t *testing.T) {
	f := newFake()
	pool := openFake(t, f, dbpool.Config{})
	sources := map[string]func(func(dbpool.Querier) error) error{
		"DB": func(use func(dbpool.Querier) error) error { return use(pool.DB()) },
		"Conn": func(use func(dbpool.Querier) error) error {
			return pool.With(t.Context(), func(_ context.Context, conn *sql.Conn) error { return use(conn) })
		},
		"Tx": func(use func(dbpool.Querier) error) error {
			return pool.InTx(t.Context(), nil, func(_ context.Context, tx *sql.Tx) error { return use(tx) })
		},
	}
	for name, source := range sources {
		t.Run(name, func(t *testing.T) {
			for stop, want := range map[int]int{0: 6, 2: 3} { // all of 1+2+3, or until 2
				err := source(func(q dbpool.Querier) error {
					sum := 0
					for rows, err := range dbpool.Rows(t.Context(), q, "SELECT id FROM users") {
						if err != nil {
							return err
						}
						var id int
						if err := rows.Scan(&id); err != nil {
							return err
						}
						if sum += id; id == stop {
							break
						}
					}
					if sum != want {
						t.Errorf("sum %d, want %d", sum, want)
					}
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			}
			f.set("query", fails(errSQL))
			defer f.set("query", nil)
			err := source(func(q dbpool.Querier) error {
				for _, err := range dbpool.Rows(t.Context(), q, "SELECT id FROM users") {
					return err
				}
				return nil
			})
			if !errors.Is(err, errSQL) {
				t.Errorf("got %v, want the query's error", err)
			}
		})
	}
	checkHealthy(t, f, pool)
}

// A release that fails after the loop was left is not silent.
func TestRowsLeft(t *testing.T) {
	var log bytes.Buffer
	f := newFake()
	f.set("rows.Close", fails(errIO))
	pool := openFake(t, f, dbpool.Config{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	for _, err := range pool.Rows(t.Context(), "SELECT id FROM users") {
		if err != nil {
			t.Error(err)
		}
		break
	}
	if !strings.Contains(log.String(), `msg="release of rows failed" pool=database err="i/o error"`) {
		t.Errorf("log: %s", log.String())
	}
	checkHealthy(t, f, pool)
}
