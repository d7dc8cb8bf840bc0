// Package cross handles requests with pools that another package opens.
package cross

import (
	"fmt"
	"net/http"

	"example.com/cases/poolscope/cross/lib"
)

func badOpen(w http.ResponseWriter, r *http.Request) {
	db, err := lib.Open() // want "poolscope: db "
	if err != nil {
		http.Error(w, "no database", http.StatusInternalServerError)
		return
	}
	defer db.Close()
	if err := db.PingContext(r.Context()); err != nil {
		http.Error(w, "no database", http.StatusInternalServerError)
	}
}

func badStore(w http.ResponseWriter, r *http.Request) {
	s, err := lib.NewStore() // want "poolscope: s \\(\\*lib.Store\\) is opened for each request"
	if err != nil {
		http.Error(w, "no database", http.StatusInternalServerError)
		return
	}
	defer s.Close()
	if err := s.Ping(r.Context()); err != nil {
		http.Error(w, "no database", http.StatusInternalServerError)
	}
}

func badCount(w http.ResponseWriter, r *http.Request) {
	n, err := lib.Count(r.Context()) // want "poolscope: a pool \\(\\*sql.DB\\) is opened for each request"
	if err != nil {
		http.Error(w, "no database", http.StatusInternalServerError)
		return
	}
	fmt.Fprintln(w, n)
}

func goodCountShared(w http.ResponseWriter, r *http.Request) {
	n, err := lib.CountShared(r.Context())
	if err != nil {
		http.Error(w, "no database", http.StatusInternalServerError)
		return
	}
	fmt.Fprintln(w, n)
}

func goodStore(s *lib.Store) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := s.Ping(r.Context()); err != nil {
			http.Error(w, "no database", http.StatusInternalServerError)
		}
	}
}
