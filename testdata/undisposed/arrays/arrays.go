// Package arrays has pools in arrays, which are values.
package arrays

import "database/sql"

const shards = 3

// The array is returned with the pools in it.
func goodShards(dsn [shards]string) ([shards]*sql.DB, error) {
	pools := [shards]*sql.DB{}
	for i := range shards {
		db, err := sql.Open("postgres", dsn[i])
		if err != nil {
			return pools, err
		}
		db.SetMaxOpenConns(1)
		pools[i] = db
	}
	return pools, nil
}

// An error returns another array, and the pools so far are lost.
func badShards(dsn [shards]string) ([shards]*sql.DB, error) {
	pools := [shards]*sql.DB{}
	for i := range shards {
		db, err := sql.Open("postgres", dsn[i]) // want "undisposed: db .*is not closed"
		if err != nil {
			return [shards]*sql.DB{}, err
		}
		db.SetMaxOpenConns(1)
		pools[i] = db
	}
	return pools, nil
}
