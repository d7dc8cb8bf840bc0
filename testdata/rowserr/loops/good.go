package loops

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log"

	pkgerrors "github.com/pkg/errors"
)

func goodReturned(ctx context.Context, db *sql.DB) (names []string, err error) {
	rows, err := db.QueryContext(ctx, "SELECT name FROM users")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

func goodChecked(ctx context.Context, db *sql.DB) (ids []int, err error) {
	rows, err := db.QueryContext(ctx, "SELECT id FROM users")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read users: %w", err)
	}
	if len(ids) == 0 {
		return nil, errNoUsers
	}
	return ids, nil
}

func goodWrapped(ctx context.Context, db *sql.DB) (n int, err error) {
	rows, err := db.QueryContext(ctx, "SELECT id FROM users")
	if err != nil {
		return 0, pkgerrors.Wrap(err, "query users")
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	return n, pkgerrors.Wrap(rows.Err(), "read users")
}

// An error that is logged was looked at.
func goodLogged(ctx context.Context, db *sql.DB) (n int) {
	rows, err := db.QueryContext(ctx, "SELECT id FROM users")
	if err != nil {
		log.Print(err)
		return 0
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	if err := rows.Err(); err != nil {
		log.Printf("users are incomplete: %v", err)
	}
	return n
}

// The return within the loop takes what it has and claims no more.
func goodFound(ctx context.Context, db *sql.DB, want func(string) bool) (int, error) {
	rows, err := db.QueryContext(ctx, "SELECT id, name FROM users")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int
		var name string
		if err := rows.Scan(&id, &name); err != nil {
			return 0, err
		}
		if want(name) {
			return id, nil
		}
	}
	return 0, errors.Join(errNoUsers, rows.Err())
}

// The break is the loop's own; the end by Next is checked where it happens.
func goodBreaksAtLimit(ctx context.Context, db *sql.DB, limit int) (names []string, err error) {
	rows, err := db.QueryContext(ctx, "SELECT name FROM users")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for {
		if !rows.Next() {
			return names, rows.Err()
		}
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		if names = append(names, name); len(names) == limit {
			break
		}
	}
	return names, nil
}

// Both ends of the loop meet at one check.
func goodCheckedAfterBreak(ctx context.Context, db *sql.DB, limit int) (n int, err error) {
	rows, err := db.QueryContext(ctx, "SELECT id FROM users")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		if n++; n >= limit {
			break
		}
	}
	if err = rows.Err(); err != nil {
		return 0, err
	}
	return n, nil
}

// The caller gave up: nobody reads the result.
func goodCancelled(ctx context.Context, db *sql.DB, out chan<- string) error {
	rows, err := db.Query("SELECT name FROM users")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return err
		}
		select {
		case out <- name:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return rows.Err()
}

func goodDeferredJoin(ctx context.Context, db *sql.DB) (n int, err error) {
	rows, err := db.QueryContext(ctx, "SELECT id FROM users")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, rows.Err(), rows.Close()) }()
	for rows.Next() {
		n++
	}
	return n, nil
}

// The closure that iterates also looks.
func goodClosureChecks(ctx context.Context, db *sql.DB) (n int, err error) {
	rows, err := db.QueryContext(ctx, "SELECT id FROM users")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	count := func() error {
		for rows.Next() {
			n++
		}
		return rows.Err()
	}
	if err := count(); err != nil {
		return 0, err
	}
	return n, nil
}

func goodEitherQuery(ctx context.Context, db *sql.DB, all bool) (n int, err error) {
	var rows *sql.Rows
	if all {
		rows, err = db.QueryContext(ctx, "SELECT id FROM users")
	} else {
		rows, err = db.QueryContext(ctx, "SELECT id FROM users WHERE active")
	}
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	return n, rows.Err()
}

// Another name for the same rows.
func goodAlias(ctx context.Context, db *sql.DB) (n int, err error) {
	rows, err := db.QueryContext(ctx, "SELECT id FROM users")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	it := rows
	for it.Next() {
		n++
	}
	return n, it.Err()
}

// There is no loop: one row is asked for.
func goodSingleRow(ctx context.Context, db *sql.DB, id int) (name string, err error) {
	rows, err := db.QueryContext(ctx, "SELECT name FROM users WHERE id = ?", id)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	if !rows.Next() {
		return "", errors.Join(rows.Err(), sql.ErrNoRows)
	}
	err = rows.Scan(&name)
	return name, err
}

func goodResultSets(ctx context.Context, db *sql.DB) (n int, err error) {
	rows, err := db.QueryContext(ctx, "SELECT id FROM users; SELECT id FROM groups")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for {
		for rows.Next() {
			n++
		}
		if !rows.NextResultSet() {
			return n, rows.Err()
		}
	}
}

func goodInnerRows(ctx context.Context, users, posts *sql.DB) (n int, err error) {
	rows, err := users.QueryContext(ctx, "SELECT id FROM users")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return 0, err
		}
		inner, err := posts.QueryContext(ctx, "SELECT 1 FROM posts WHERE author = ?", id)
		if err != nil {
			return 0, err
		}
		for inner.Next() {
			n++
		}
		if err := errors.Join(inner.Err(), inner.Close()); err != nil {
			return 0, err
		}
	}
	return n, rows.Err()
}

type page struct {
	IDs []int
	Err error
}

// The error is part of the result.
func goodStored(ctx context.Context, db *sql.DB) (p page) {
	rows, err := db.QueryContext(ctx, "SELECT id FROM users")
	if err != nil {
		return page{Err: err}
	}
	defer rows.Close()
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return page{Err: err}
		}
		p.IDs = append(p.IDs, id)
	}
	p.Err = rows.Err()
	return p
}

func goodSwitched(ctx context.Context, db *sql.DB) (n int, err error) {
	rows, err := db.QueryContext(ctx, "SELECT id FROM users")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	switch err := rows.Err(); {
	case errors.Is(err, context.DeadlineExceeded):
		return n, nil
	case err != nil:
		return 0, err
	}
	return n, nil
}

// A Scanner that stops early is a matter of the strict profile.
func goodScanner(r io.Reader) (lines []string) {
	s := bufio.NewScanner(r)
	for s.Scan() {
		lines = append(lines, s.Text())
	}
	return lines
}

type ring struct {
	left  int
	value string
}

func (r *ring) Next() bool {
	r.left--
	return r.left >= 0
}

// Next of a type that has nothing to do with a database.
func goodOtherNext(r *ring) (values []string) {
	for r.Next() {
		values = append(values, r.value)
	}
	return values
}

// The iterated rows end by panic or with a look at Err.
func goodPanics(ctx context.Context, db *sql.DB) (n int) {
	rows, err := db.QueryContext(ctx, "SELECT id FROM users")
	if err != nil {
		panic(err)
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	if n == 0 {
		panic("no users")
	}
	if err := rows.Err(); err != nil {
		panic(err)
	}
	return n
}
