package sqlxpgx

import (
	"errors"

	"go.etcd.io/bbolt"
)

// View and Update own the transaction of their callback.
func goodBoltCallbacks(db *bbolt.DB, key, value []byte) (old []byte, err error) {
	err = db.Update(func(tx *bbolt.Tx) error {
		b, err := tx.CreateBucketIfNotExists([]byte("settings"))
		if err != nil {
			return err
		}
		old = append(old, b.Get(key)...)
		return b.Put(key, value)
	})
	return old, err
}

// A transaction begun by hand is rolled back by defer.
func goodBoltBegin(db *bbolt.DB, key, value []byte) error {
	tx, err := db.Begin(true)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	b := tx.Bucket([]byte("settings"))
	if b == nil {
		return errors.New("no bucket")
	}
	if err := b.Put(key, value); err != nil {
		return err
	}
	return tx.Commit()
}

// A missing bucket leaves the transaction open, and with it the database.
func badBoltBegin(db *bbolt.DB, key, value []byte) error {
	tx, err := db.Begin(true) // want "unclosed: tx .*is not committed or rolled back"
	if err != nil {
		return err
	}
	b := tx.Bucket([]byte("settings"))
	if b == nil {
		return errors.New("no bucket")
	}
	if err := b.Put(key, value); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}
