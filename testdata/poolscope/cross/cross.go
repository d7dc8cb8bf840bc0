// Package cross handles requests with pools that another package opens.
package cross

import (
	"context"
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

func badCountIn(w http.ResponseWriter, r *http.Request) {
	n, err := lib.CountIn(r.Context(), r.FormValue("table"), "data", "x.db") // want "poolscope: a pool "
	if err != nil {
		http.Error(w, "no database", http.StatusInternalServerError)
		return
	}
	fmt.Fprintln(w, n)
}

func badCountTables(ctx context.Context, tables []string) (sum int, err error) {
	for _, table := range tables {
		n, err := lib.CountIn(ctx, table, "data", "x.db") // want "poolscope: a pool "
		if err != nil {
			return 0, err
		}
		sum += n
	}
	return sum, nil
}

func goodCountIn(w http.ResponseWriter, r *http.Request) {
	n, err := lib.CountIn(r.Context(), "users", "data", r.FormValue("file"))
	if err != nil {
		http.Error(w, "no database", http.StatusInternalServerError)
		return
	}
	fmt.Fprintln(w, n)
}

func goodCountFiles(ctx context.Context, files []string) (sum int, err error) {
	for _, file := range files {
		n, err := lib.CountIn(ctx, "users", "data", file)
		if err != nil {
			return 0, err
		}
		sum += n
	}
	return sum, nil
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
