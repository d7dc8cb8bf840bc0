package owners

import (
	"database/sql"
	"errors"
)

// shards gathers its pools in a loop, and a deferred func closes them if one fails.
type shards struct{ dbs []*sql.DB }

func (s *shards) Close() (err error) {
	for _, db := range s.dbs {
		err = errors.Join(err, db.Close())
	}
	return err
}

func goodShards(dsns []string) (_ *shards, err error) {
	s := &shards{}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	for _, dsn := range dsns {
		db, err := sql.Open("postgres", dsn)
		if err != nil {
			return nil, err
		}
		s.dbs = append(s.dbs, db)
	}
	return s, nil
}

// What goes to the deferred func is the name of the first, not the pools.
func badShards(dsns []string) (_ *shards, err error) {
	s := &shards{}
	defer func() {
		if err != nil {
			err = errors.Join(errors.New(dsns[0]), err)
		}
	}()
	for _, dsn := range dsns {
		db, err := sql.Open("postgres", dsn) // want "undisposed: db .*is not closed on every path"
		if err != nil {
			return nil, err
		}
		s.dbs = append(s.dbs, db)
	}
	return s, nil
}

// Each round keeps its pool in an object of its own, which nobody has after it.
func badShardEach(dsns []string) (err error) {
	defer func() {
		if err != nil {
			err = errors.Join(errors.New(dsns[0]), err)
		}
	}()
	for _, dsn := range dsns {
		s := &shards{}
		held := s
		db, err := sql.Open("postgres", dsn) // want "undisposed: db .*is not closed"
		if err != nil {
			return err
		}
		held.dbs = append(held.dbs, db)
		if err := db.Ping(); err != nil {
			return errors.Join(err, s.Close())
		}
	}
	return nil
}
