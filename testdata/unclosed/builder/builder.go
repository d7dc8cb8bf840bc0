// Package builder queries through a builder that is told where to run.
package builder

import "database/sql"

type runner interface {
	Query(query string, args ...any) (*sql.Rows, error)
}

type tx interface {
	runner
	Commit() error
	Rollback() error
}

type builder struct {
	on    runner
	query string
}

func from(table string) builder { return builder{query: "SELECT id FROM " + table} }

func (b builder) where(cond string) builder { b.query += " WHERE " + cond; return b }
func (b builder) runWith(r runner) builder  { b.on = r; return b }

func (b builder) fetch() (*sql.Rows, error) { return b.on.Query(b.query) }

// Whoever began the transaction rolls it back when this fails.
func goodInTransaction(t tx) ([]int, error) {
	rows, err := from("pins").where("id > 1").runWith(t).fetch()
	if err != nil {
		return nil, err
	}
	var ids []int
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

func goodDirect(t tx) ([]int, error) {
	rows, err := t.Query("SELECT id FROM pins")
	if err != nil {
		return nil, err
	}
	var ids []int
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

func badOnThePool(db *sql.DB) ([]int, error) {
	rows, err := from("pins").where("id > 1").runWith(db).fetch() // want "unclosed: rows .*is not closed"
	if err != nil {
		return nil, err
	}
	var ids []int
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// Nothing fails here, so nobody rolls back on its account.
func badFirstOnly(t tx) (id int, err error) {
	rows, err := from("pins").runWith(t).fetch() // want "unclosed: rows .*is not closed"
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		if err := rows.Scan(&id); err != nil {
			return 0, err
		}
		if id > 7 {
			return id, nil
		}
	}
	return 0, rows.Err()
}
