package sql_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/cmd/internal/oracle/world"
	"github.com/leakvet/leakvet/cmd/internal/oracle/world/env"
	"github.com/leakvet/leakvet/cmd/internal/oracle/world/sql"
)

// Programs, and what running them shows. The name of this file makes its lines
// those of a program.
var programs = map[string]struct {
	program any
	want    string // kinds that leak, pile up and so on, in the order of their acquires
}{
	"closed": {func(ctx context.Context, db *sql.DB) error {
		rows, err := db.QueryContext(ctx, "")
		if err != nil {
			return err
		}
		defer rows.Close()
		return env.Step()
	}, "rows:"},
	"left open by an error": {func(ctx context.Context, db *sql.DB) error {
		rows, err := db.QueryContext(ctx, "")
		if err != nil {
			return err
		}
		if err := env.Step(); err != nil {
			return err
		}
		return rows.Close()
	}, "rows: leaks"},
	"left open by a panic": {func(ctx context.Context, db *sql.DB) error {
		rows, err := db.QueryContext(ctx, "")
		if err != nil {
			return err
		}
		env.Risk()
		return rows.Close()
	}, "rows: unwinding"},
	"read to the end, unless a row cannot be read": {func(db *sql.DB) error {
		rows, err := db.Query("")
		if err != nil {
			return err
		}
		for rows.Next() {
			var id int
			if err := rows.Scan(&id); err != nil {
				return err
			}
		}
		return rows.Err()
	}, "rows: leaks"},
	"taken for success": {func(db *sql.DB) error {
		rows, err := db.Query("")
		if err != nil {
			return err
		}
		for rows.Next() {
			var id int
			_ = rows.Scan(&id)
		}
		return nil
	}, "rows: unasked unheard"},
	"ended by the transaction": {func(ctx context.Context, db *sql.DB) error {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback()
		_, err = tx.Query("")
		return err
	}, "tx:, rows:"},
	"in the way of the next transaction": {func(db *sql.DB, kept *[]*sql.Tx) error {
		tx, err := db.Begin()
		if err != nil {
			return err
		}
		_, err = tx.Query("")
		*kept = append(*kept, tx)
		return err
	}, "tx:, rows: leaks"},
	"given to the caller": {func(db *sql.DB) (*sql.Stmt, error) { return db.Prepare("") }, "stmt:"},
	"piled up": {func(db *sql.DB) error {
		for env.More() {
			stmt, err := db.Prepare("")
			if err != nil {
				return err
			}
			defer stmt.Close()
		}
		return nil
	}, "stmt: piled"},
	"hangs": {func(ctx context.Context, db *sql.DB) error {
		conn, err := db.Conn(ctx)
		if err != nil {
			return err
		}
		defer conn.Close()
		_, err = conn.QueryContext(ctx, "")
		return err
	}, "conn:, rows: leaks"},
	"a pool": {func() error {
		pool, err := sql.Open("", "")
		if err != nil {
			return err
		}
		if err := pool.Ping(); err != nil {
			return err
		}
		return pool.Close()
	}, "pool: leaks"},
}

func TestExplore(t *testing.T) {
	for name, test := range programs {
		result := world.Explore(world.Program{ID: name, Functions: []any{test.program}}, true)
		if result.Fault != "" || !result.Exact {
			t.Errorf("%s: %+v", name, result)
			continue
		}
		var got []string
		for _, site := range result.Sites {
			got = append(got, strings.TrimSpace(site.Kind+": "+words(site)))
			if !strings.HasPrefix(string(site.Site), "progs_test.go:") {
				t.Errorf("%s: acquired at %q", name, site.Site)
			}
		}
		if got := strings.Join(got, ", "); got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

func words(a *world.Acquire) string {
	var words []string
	for _, word := range []struct {
		is   bool
		word string
	}{
		{a.Leaks, "leaks"}, {a.Unwinding, "unwinding"}, {a.Piled, "piled"}, {a.Dead, "dead"}, {a.Unasked, "unasked"}, {a.Unheard, "unheard"},
	} {
		if word.is {
			words = append(words, word.word)
		}
	}
	return strings.Join(words, " ")
}

func TestUses(t *testing.T) {
	after := func(db *sql.DB) error {
		rows, err := db.Query("")
		if err != nil {
			return err
		}
		rows.Close()
		rows.Next()
		return nil
	}
	early := func(ctx context.Context, db *sql.DB) error {
		conn, err := db.Conn(ctx)
		if err != nil {
			return err
		}
		tx, err := conn.BeginTx(ctx, nil)
		if err != nil {
			return fmt.Errorf("%w, %w", err, conn.Close())
		}
		conn.Close()
		return tx.Rollback()
	}
	for name, program := range map[string]any{"after": after, "early": early} {
		result := world.Explore(world.Program{ID: name, Functions: []any{program}}, true)
		var wrong []string
		for _, use := range result.Uses {
			if use.After {
				wrong = append(wrong, "after")
			}
			if use.Early {
				wrong = append(wrong, "early")
			}
		}
		if len(wrong) != 1 || wrong[0] != name {
			t.Errorf("%s: found %v", name, wrong)
		}
	}
}
