// Package helpers is about helpers in another package.
package helpers

import (
	"errors"

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
