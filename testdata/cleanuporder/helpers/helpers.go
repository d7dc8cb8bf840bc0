// Package helpers is about helpers in another package.
package helpers

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"example.com/cases/cleanuporder/helpers/disk"
)

func badOpened(path string) (err error) {
	db, err := disk.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, disk.Close(db)) }()
	defer func() { err = errors.Join(err, disk.Delete(path)) }() // want "cleanuporder: disk.Delete deletes the file of db"
	return db.Ping()
}

func badOwner(path string) (err error) {
	db, err := disk.Open(path)
	if err != nil {
		return err
	}
	s := disk.NewStore(db)
	defer func() { err = errors.Join(err, s.Close()) }()
	defer func() { err = errors.Join(err, disk.Delete(path)) }() // want "cleanuporder: disk.Delete deletes the file of db"
	return db.Ping()
}

func goodOpened(path string) (err error) {
	defer func() { err = errors.Join(err, disk.Delete(path)) }()
	db, err := disk.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, disk.Close(db)) }()
	return db.Ping()
}

func goodOwner(path string) (err error) {
	db, err := disk.Open(path)
	if err != nil {
		return err
	}
	s := disk.NewStore(db)
	if err := s.Close(); err != nil {
		return err
	}
	return disk.Delete(path)
}

func badDropped(admin *sql.DB, name string) (err error) {
	db, err := sql.Open("pgx", "postgres://localhost/"+name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	defer func() { err = errors.Join(err, disk.Drop(admin, name)) }() // want "cleanuporder: disk.Drop drops the database of db"
	return db.Ping()
}

func badFormatted(admin *sql.DB, name string) (err error) {
	db, err := sql.Open("pgx", "postgres://localhost/"+name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	defer func() { err = errors.Join(err, disk.DropFormatted(admin, name)) }() // want "cleanuporder: disk.DropFormatted drops the database of db"
	return db.Ping()
}

func dropQuoted(ctx context.Context, admin *sql.DB, name string) error {
	_, err := admin.ExecContext(ctx, fmt.Sprintf("DROP DATABASE %q WITH (FORCE)", name))
	return err
}

func badFormattedHere(ctx context.Context, admin *sql.DB, name string) (err error) {
	db, err := sql.Open("pgx", "postgres://localhost/"+name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return errors.Join(db.PingContext(ctx), dropQuoted(ctx, admin, name)) // want "cleanuporder: dropQuoted drops the database of db"
}

func goodFormatted(ctx context.Context, admin *sql.DB, name string) (err error) {
	db, err := sql.Open("pgx", "postgres://localhost/"+name)
	if err != nil {
		return err
	}
	return errors.Join(db.PingContext(ctx), db.Close(), dropQuoted(ctx, admin, name))
}

func goodOtherFormatted(admin *sql.DB, name, old string) (err error) {
	db, err := sql.Open("pgx", "postgres://localhost/"+name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	defer func() { err = errors.Join(err, disk.DropFormatted(admin, old)) }()
	return db.Ping()
}

func goodDropped(admin *sql.DB, name string) (err error) {
	defer func() { err = errors.Join(err, disk.Drop(admin, name)) }()
	db, err := sql.Open("pgx", "postgres://localhost/"+name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.Ping()
}

func goodOtherDropped(admin *sql.DB, name, old string) (err error) {
	db, err := sql.Open("pgx", "postgres://localhost/"+name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	defer func() { err = errors.Join(err, disk.Drop(admin, old)) }()
	return db.Ping()
}
