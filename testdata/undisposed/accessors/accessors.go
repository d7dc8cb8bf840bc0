// Package accessors closes pools through methods that hand them out.
package accessors

import (
	"database/sql"

	"example.com/cases/undisposed/accessors/lib"
)

func goodUnwrapped(dsn string) (err error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	c := lib.Wrap(db)
	defer func() {
		if cerr := c.Unwrap().Close(); err == nil {
			err = cerr
		}
	}()
	return c.Ask()
}

func badWrapped(dsn string) error {
	db, err := sql.Open("postgres", dsn) // want "undisposed: db .*is never closed"
	if err != nil {
		return err
	}
	return lib.Wrap(db).Ask()
}

// goodTenant hands the tenant out, which closes the pool.
func goodTenant(dsn string) (lib.Tenant, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return lib.Tenant{}, err
	}
	t, err := lib.NewTenant(db, "a")
	if err != nil {
		db.Close()
		return lib.Tenant{}, err
	}
	return t, nil
}

func goodTenantClosed(dsn string) error {
	t, err := goodTenant(dsn)
	if err != nil {
		return err
	}
	defer t.Close()
	println(t.Name())
	return t.Ask()
}

func badTenantOpen(dsn string) error {
	t, err := goodTenant(dsn) // want "undisposed: t .*lib.Tenant. is never closed"
	if err != nil {
		return err
	}
	println(t.Name())
	return t.Ask()
}

// The tenant is not made, and so does not have the pool.
func badTenantFailed(dsn string) (lib.Tenant, error) {
	db, err := sql.Open("postgres", dsn) // want "undisposed: db .*is not closed on every path"
	if err != nil {
		return lib.Tenant{}, err
	}
	t, err := lib.NewTenant(db, "a")
	if err != nil {
		return lib.Tenant{}, err
	}
	return t, nil
}
