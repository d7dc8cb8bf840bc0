package closers

import (
	"database/sql"
	"errors"
)

// The next round of a loop overwrites the error of the former.
type shards struct {
	byName map[string]*sql.DB
	all    []*sql.DB
	main   *sql.DB
}

func (s *shards) Close() error {
	var err error
	for _, db := range s.byName {
		err = db.Close() // want "cleanupstatus: db.Close may fail and Close reports success: its error is overwritten by that of the next round"
	}
	return err
}

type named struct{ shards }

func (s *named) Close() (err error) {
	for i := range s.all {
		err = s.all[i].Close() // want "cleanupstatus: s.all\\[i\\].Close may fail and Close reports success"
	}
	return
}

type first struct{ shards }

func (s *first) Close() (err error) {
	for i := range s.all {
		if cerr := s.all[i].Close(); err == nil {
			err = cerr
		}
	}
	return err
}

type last struct{ shards }

func (s *last) Close() (err error) {
	for _, db := range s.all {
		if cerr := db.Close(); cerr != nil {
			err = cerr
		}
	}
	return err
}

type stopping struct{ shards }

func (s *stopping) Close() (err error) {
	for i := 0; i < len(s.all) && err == nil; i++ {
		err = s.all[i].Close()
	}
	return err
}

type leaving struct{ shards }

func (s *leaving) Close() (err error) {
	for _, db := range s.all {
		err = db.Close()
		if err != nil {
			break
		}
	}
	return err
}

type joining struct{ shards }

func (s *joining) Close() (err error) {
	for _, db := range s.all {
		err = errors.Join(err, db.Close())
	}
	return err
}

// The same pool once more is another try.
type trying struct{ shards }

func (s *trying) Close() (err error) {
	for range 3 {
		err = s.main.Close()
	}
	return err
}
