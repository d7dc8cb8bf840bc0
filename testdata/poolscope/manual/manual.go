// Package manual is the code of the rule's manual.
package manual

import (
	"database/sql"
	"fmt"
	"net/http"
	"os"
)

func badUsers() { http.HandleFunc("/users", users) }

func users(w http.ResponseWriter, r *http.Request) {
	db, err := sql.Open("pgx", os.Getenv("DSN")) // want "poolscope: db \\(\\*sql.DB\\) is opened for each request"
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	defer db.Close()
	list(w, db)
}

type server struct{ db *sql.DB }

func (s *server) users(w http.ResponseWriter, r *http.Request) {
	list(w, s.db)
}

func goodUsers(s *server) { http.HandleFunc("/users", s.users) }

func list(w http.ResponseWriter, db *sql.DB) {
	var n int
	if err := db.QueryRow("SELECT count(*) FROM users").Scan(&n); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	fmt.Fprintln(w, n)
}
