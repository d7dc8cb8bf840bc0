// Package single asks for one row.
package single

import (
	"database/sql"
	"errors"
	"fmt"
	"log"
	"net/http"
)

var errNoUser = errors.New("no such user")

// A broken connection is told as a user that is not there.
func badNotFound(db *sql.DB) (name string, err error) {
	rows, err := db.Query("SELECT name FROM users LIMIT 1") // want "rowserr: rows.Err.. is not checked when there is no row"
	if err != nil {
		return "", err
	}
	defer rows.Close()
	if !rows.Next() {
		return "", errNoUser
	}
	err = rows.Scan(&name)
	return name, err
}

func goodNotFound(db *sql.DB) (name string, err error) {
	rows, err := db.Query("SELECT name FROM users LIMIT 1")
	if err != nil {
		return "", err
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return "", err
		}
		return "", errNoUser
	}
	err = rows.Scan(&name)
	return name, err
}

func badCount(db *sql.DB) (n int, err error) {
	rows, err := db.Query("SELECT count(*) FROM users") // want "rowserr: rows.Err.. is not checked when there is no row"
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	if rows.Next() {
		err = rows.Scan(&n)
	}
	return n, err
}

func goodCount(db *sql.DB) (n int, err error) {
	rows, err := db.Query("SELECT count(*) FROM users")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	if rows.Next() {
		if err := rows.Scan(&n); err != nil {
			return 0, err
		}
	}
	return n, rows.Err()
}

func goodJoined(db *sql.DB) (n int, err error) {
	rows, err := db.Query("SELECT count(*) FROM users")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	if !rows.Next() {
		return 0, fmt.Errorf("count: %w", errors.Join(errNoUser, rows.Err()))
	}
	err = rows.Scan(&n)
	return n, err
}

// A query keeps what failed.
type query struct {
	db  *sql.DB
	err error
}

func (q *query) addError(err error) error {
	q.err = errors.Join(q.err, err)
	return q.err
}

func (q *query) badKept(n *int) *query {
	rows, err := q.db.Query("SELECT count(*) FROM users") // want "rowserr: rows.Err.. is not checked when there is no row"
	if err != nil {
		q.addError(err)
		return q
	}
	if rows.Next() {
		q.addError(rows.Scan(n))
	} else {
		*n = 0
	}
	q.addError(rows.Close())
	return q
}

func (q *query) goodKept(n *int) *query {
	rows, err := q.db.Query("SELECT count(*) FROM users")
	if err != nil {
		q.addError(err)
		return q
	}
	if rows.Next() {
		q.addError(rows.Scan(n))
	} else {
		q.addError(rows.Err())
	}
	q.addError(rows.Close())
	return q
}

// fail answers a request.
func fail(w http.ResponseWriter, err error) {
	http.Error(w, err.Error(), http.StatusInternalServerError)
}

// A broken connection is answered as if there were no user.
func badHandler(w http.ResponseWriter, db *sql.DB) {
	rows, err := db.Query("SELECT name FROM users LIMIT 1") // want "rowserr: rows.Err.. is not checked when there is no row"
	if err != nil {
		fail(w, err)
		return
	}
	defer rows.Close()
	if !rows.Next() {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	var name string
	if err := rows.Scan(&name); err != nil {
		fail(w, err)
	}
}

func goodHandler(w http.ResponseWriter, db *sql.DB) {
	rows, err := db.Query("SELECT name FROM users LIMIT 1")
	if err != nil {
		fail(w, err)
		return
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			fail(w, err)
			return
		}
		w.WriteHeader(http.StatusNotFound)
	}
}

// What fails is logged, and the answer is no.
func goodLogged(db *sql.DB) bool {
	rows, err := db.Query("SELECT 1 FROM locks")
	if err != nil {
		log.Println(err)
		return false
	}
	defer rows.Close()
	return rows.Next()
}

// Whether it is one error or another is asked, and nobody is told.
func goodAsked(db *sql.DB) bool {
	rows, err := db.Query("SELECT 1 FROM locks")
	if errors.Is(err, sql.ErrConnDone) || err != nil {
		return false
	}
	defer rows.Close()
	return rows.Next()
}

// There is nobody to tell.
func goodNobodyToTell(db *sql.DB) bool {
	rows, err := db.Query("SELECT 1 FROM locks")
	if err != nil {
		return false
	}
	defer rows.Close()
	return rows.Next()
}

// What Next says is the answer.
func badAnswer(db *sql.DB, name string) (bool, error) {
	rows, err := db.Query("SELECT 1 FROM users WHERE name = ?", name) // want "rowserr: rows.Err.. is not checked when there is no row"
	if err != nil {
		return false, err
	}
	defer rows.Close()
	return rows.Next(), nil
}

func badAnswerKept(db *sql.DB, name string) (bool, error) {
	rows, err := db.Query("SELECT 1 FROM users WHERE name = ?", name) // want "rowserr: rows.Err.. is not checked when there is no row"
	if err != nil {
		return false, err
	}
	defer rows.Close()
	found := rows.Next()
	return found, nil
}

func goodAnswer(db *sql.DB, name string) (bool, error) {
	rows, err := db.Query("SELECT 1 FROM users WHERE name = ?", name)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	return rows.Next(), rows.Err()
}

func goodAnswerKept(db *sql.DB, name string) (bool, error) {
	rows, err := db.Query("SELECT 1 FROM users WHERE name = ?", name)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	found := rows.Next()
	if err := rows.Err(); err != nil {
		return false, err
	}
	return found, nil
}

func goodAnswerDeferred(db *sql.DB, name string) (found bool, err error) {
	rows, err := db.Query("SELECT 1 FROM users WHERE name = ?", name)
	if err != nil {
		return false, err
	}
	defer func() {
		if err == nil {
			err = rows.Err()
		}
		rows.Close()
	}()
	return rows.Next(), nil
}
