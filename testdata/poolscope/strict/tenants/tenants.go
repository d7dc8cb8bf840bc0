// Package tenants opens pools on data sources that differ from call to call.
package tenants

import (
	"database/sql"
	"errors"
	"net/http"
)

func badTenant(w http.ResponseWriter, r *http.Request) {
	db, err := sql.Open("pgx", "postgres://localhost/"+r.PathValue("tenant")) // want "poolscope: db "
	if err != nil {
		http.Error(w, "no database", http.StatusInternalServerError)
		return
	}
	defer db.Close()
	if err := db.PingContext(r.Context()); err != nil {
		http.Error(w, "no database", http.StatusInternalServerError)
	}
}

func badEachDatabase(dsns []string) error {
	for _, dsn := range dsns {
		db, err := sql.Open("pgx", dsn) // want "poolscope: db "
		if err != nil {
			return err
		}
		_, err = db.Exec("VACUUM")
		if err := errors.Join(err, db.Close()); err != nil {
			return err
		}
	}
	return nil
}

func badPingTenant(w http.ResponseWriter, r *http.Request) {
	if err := ping("postgres://localhost/" + r.PathValue("tenant")); err != nil { // want "poolscope: a pool "
		http.Error(w, "no database", http.StatusInternalServerError)
	}
}

func badPingEach(dsns []string) error {
	for _, dsn := range dsns {
		if err := ping(dsn); err != nil { // want "poolscope: a pool "
			return err
		}
	}
	return nil
}

func ping(dsn string) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	return db.Ping()
}

type tenants struct{ pools map[string]*sql.DB }

func (t *tenants) goodTenant(w http.ResponseWriter, r *http.Request) {
	db := t.pools[r.PathValue("tenant")]
	if db == nil {
		http.NotFound(w, r)
		return
	}
	if err := db.PingContext(r.Context()); err != nil {
		http.Error(w, "no database", http.StatusInternalServerError)
	}
}
