// Package loops iterates in one function and looks at Err there, or does not.
package loops

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log"
)

var errNoUsers = errors.New("no users")

// The end of the loop is taken for the end of the rows.
func badNoErr(ctx context.Context, db *sql.DB) ([]string, error) {
	rows, err := db.QueryContext(ctx, "SELECT name FROM users") // want "rowserr: rows.Err"
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, nil
}

// The error of Close is not the error of the iteration.
func badCloseInstead(ctx context.Context, db *sql.DB) (map[int]string, error) {
	rows, err := db.QueryContext(ctx, "SELECT id, name FROM users") // want "rowserr: rows.Err"
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	byID := map[int]string{}
	for rows.Next() {
		var id int
		var name string
		if err := rows.Scan(&id, &name); err != nil {
			return nil, err
		}
		byID[id] = name
	}
	if err := rows.Close(); err != nil {
		return nil, err
	}
	return byID, nil
}

// An empty result returns before the check.
func badEmptyReturnsFirst(ctx context.Context, db *sql.DB) ([]int, error) {
	rows, err := db.QueryContext(ctx, "SELECT id FROM users") // want "rowserr: rows.Err"
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ids []int
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		return nil, errNoUsers
	}
	return ids, rows.Err()
}

// Before the loop there is nothing to see yet.
func badCheckedBefore(ctx context.Context, db *sql.DB) (total int, err error) {
	rows, err := db.QueryContext(ctx, "SELECT amount FROM invoices") // want "rowserr: rows.Err"
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	if err := rows.Err(); err != nil {
		return 0, err
	}
	for rows.Next() {
		var amount int
		if err := rows.Scan(&amount); err != nil {
			return 0, err
		}
		total += amount
	}
	return total, nil
}

// Within the loop there is no error: Next has just returned true.
func badCheckedWithin(ctx context.Context, db *sql.DB) (total int, err error) {
	rows, err := db.QueryContext(ctx, "SELECT amount FROM invoices") // want "rowserr: rows.Err"
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Err(); err != nil {
			return 0, err
		}
		var amount int
		if err := rows.Scan(&amount); err != nil {
			return 0, err
		}
		total += amount
	}
	return total, nil
}

// Two iterations, and the first one is checked twice.
func badCheckedOther(ctx context.Context, db *sql.DB) (names []string, err error) {
	users, err := db.QueryContext(ctx, "SELECT name FROM users")
	if err != nil {
		return nil, err
	}
	defer users.Close()
	for users.Next() {
		var name string
		if err := users.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	if err := users.Err(); err != nil {
		return nil, err
	}
	groups, err := db.QueryContext(ctx, "SELECT name FROM groups") // want "rowserr: groups.Err"
	if err != nil {
		return nil, err
	}
	defer groups.Close()
	for groups.Next() {
		var name string
		if err := groups.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, users.Err()
}

// A broken connection looks like a missing user.
func badNotFound(ctx context.Context, db *sql.DB, want func(string) bool) (int, error) {
	rows, err := db.QueryContext(ctx, "SELECT id, name FROM users") // want "rowserr: rows.Err"
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
	return 0, errNoUsers
}

// The loop has no condition and breaks on Next.
func badBreaksOnNext(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, "SELECT line FROM events ORDER BY id") // want "rowserr: rows.Err"
	if err != nil {
		return err
	}
	defer rows.Close()
	for {
		if !rows.Next() {
			break
		}
		var line string
		if err := rows.Scan(&line); err != nil {
			return err
		}
		log.Print(line)
	}
	return nil
}

// The loop ends at the limit, or by Next.
func badLimited(ctx context.Context, db *sql.DB, limit int) ([]string, error) {
	rows, err := db.QueryContext(ctx, "SELECT name FROM users") // want "rowserr: rows.Err"
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var names []string
	for len(names) < limit && rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, nil
}

// The value of Next goes through a variable.
func badNextInVariable(ctx context.Context, db *sql.DB) (n int, err error) {
	rows, err := db.QueryContext(ctx, "SELECT data FROM chunks ORDER BY seq") // want "rowserr: rows.Err"
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for more := rows.Next(); more; more = rows.Next() {
		var data []byte
		if err := rows.Scan(&data); err != nil {
			return n, err
		}
		n += len(data)
	}
	return n, nil
}

// Only an empty result is looked into.
func badCheckedWhenEmpty(ctx context.Context, db *sql.DB) ([]int, error) {
	rows, err := db.QueryContext(ctx, "SELECT id FROM users") // want "rowserr: rows.Err"
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	ids := []int{}
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		if err := rows.Err(); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// One case of the switch returns past the check.
func badOneCaseForgets(ctx context.Context, db *sql.DB, format string) (string, error) {
	rows, err := db.QueryContext(ctx, "SELECT id FROM users") // want "rowserr: rows.Err"
	if err != nil {
		return "", err
	}
	defer rows.Close()
	n := 0
	for rows.Next() {
		n++
	}
	switch format {
	case "json":
		return fmt.Sprintf(`{"users":%d}`, n), nil
	case "text":
	default:
		format = "text"
	}
	return fmt.Sprint(format, ": ", n), rows.Err()
}

// The deferred closure looks at Err after another error only.
func badDeferredCheckAfterError(ctx context.Context, db *sql.DB) (names []string, err error) {
	rows, err := db.QueryContext(ctx, "SELECT name FROM users") // want "rowserr: rows.Err"
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, rows.Err())
		}
		rows.Close()
	}()
	for rows.Next() {
		var name string
		if err = rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, nil
}

// Both branches query, neither result is checked.
func badEitherQuery(ctx context.Context, db *sql.DB, all bool) (n int, err error) {
	var rows *sql.Rows
	if all {
		rows, err = db.QueryContext(ctx, "SELECT id FROM users") // want "rowserr: rows.Err"
	} else {
		rows, err = db.QueryContext(ctx, "SELECT id FROM users WHERE active") // want "rowserr: rows.Err"
	}
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	return n, nil
}

// Drained rows are closed, which does not make them complete.
func badDrained(ctx context.Context, db *sql.DB) (n int, err error) {
	rows, err := db.QueryContext(ctx, "SELECT 1 FROM users") // want "rowserr: rows.Err"
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		n++
	}
	return n, nil
}

// The last result set ends like the last row.
func badResultSets(ctx context.Context, db *sql.DB) (sizes []int, err error) {
	rows, err := db.QueryContext(ctx, "SELECT id FROM users; SELECT id FROM groups") // want "rowserr: rows.Err"
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for {
		n := 0
		for rows.Next() {
			n++
		}
		sizes = append(sizes, n)
		if !rows.NextResultSet() {
			break
		}
	}
	return sizes, nil
}

// The outer rows are checked, the inner ones are not.
func badInnerRows(ctx context.Context, users, posts *sql.DB) (n int, err error) {
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
		inner, err := posts.QueryContext(ctx, "SELECT 1 FROM posts WHERE author = ?", id) // want "rowserr: inner.Err"
		if err != nil {
			return 0, err
		}
		for inner.Next() {
			n++
		}
		inner.Close()
	}
	return n, rows.Err()
}

// The loop runs in a closure; its caller does not look either.
func badClosureIterates(ctx context.Context, db *sql.DB) (names []string, err error) {
	rows, err := db.QueryContext(ctx, "SELECT name FROM users") // want "rowserr: rows.Err"
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	read := func() error {
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				return err
			}
			names = append(names, name)
		}
		return nil
	}
	if err := read(); err != nil {
		return nil, fmt.Errorf("read users: %w", err)
	}
	return names, nil
}

// The reader of the channel cannot tell the end from a failure.
func badStreams(ctx context.Context, db *sql.DB, out chan<- string) {
	go func() {
		defer close(out)
		rows, err := db.QueryContext(ctx, "SELECT name FROM users") // want "rowserr: rows.Err"
		if err != nil {
			log.Print(err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				log.Print(err)
				return
			}
			out <- name
		}
	}()
}

// Rows of a prepared statement.
func badStmt(ctx context.Context, stmt *sql.Stmt, team int) (n int, err error) {
	rows, err := stmt.QueryContext(ctx, team) // want "rowserr: rows.Err"
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	return n, nil
}

// What was read may be half of it, and is written back in the same transaction.
func badTx(ctx context.Context, tx *sql.Tx) error {
	rows, err := tx.QueryContext(ctx, "SELECT amount FROM entries") // want "rowserr: rows.Err"
	if err != nil {
		return err
	}
	defer rows.Close()
	sum := 0
	for rows.Next() {
		var amount int
		if err := rows.Scan(&amount); err != nil {
			return err
		}
		sum += amount
	}
	rows.Close()
	_, err = tx.ExecContext(ctx, "UPDATE totals SET amount = ?", sum)
	return err
}
