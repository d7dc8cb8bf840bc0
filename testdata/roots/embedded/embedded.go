// Package embedded has one leak and one clean use for each library of embedded
// databases.
package embedded

import (
	pebble1 "github.com/cockroachdb/pebble"
	"github.com/cockroachdb/pebble/v2"
	"github.com/dgraph-io/badger/v4"
	"github.com/syndtr/goleveldb/leveldb"
	"github.com/syndtr/goleveldb/leveldb/storage"
	"go.etcd.io/bbolt"
)

func badBolt() error {
	db, err := bbolt.Open("file.db", 0o600, nil) // want "undisposed: db "
	if err != nil {
		return err
	}
	return db.Sync()
}

func badBoltTx(db *bbolt.DB) error {
	tx, err := db.Begin(true) // want "unclosed: tx "
	if err != nil {
		return err
	}
	if _, err := tx.CreateBucket([]byte("b")); err != nil {
		return err
	}
	return tx.Commit()
}

func goodBolt() error {
	db, err := bbolt.Open("file.db", 0o600, nil)
	if err != nil {
		return err
	}
	defer db.Close()
	return db.Update(func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucket([]byte("b"))
		return err
	})
}

func badBadger(txn *badger.Txn) bool {
	it := txn.NewIterator(badger.DefaultIteratorOptions) // want "unclosed: it "
	it.Rewind()
	return it.Valid()
}

func badBadgerTxn(db *badger.DB) error {
	txn := db.NewTransaction(true) // want "unclosed: txn "
	if err := txn.Set(nil, nil); err != nil {
		return err
	}
	return txn.Commit()
}

func goodBadger(db *badger.DB) error {
	txn := db.NewTransaction(false)
	defer txn.Discard()
	it := txn.NewKeyIterator(nil, badger.DefaultIteratorOptions)
	defer it.Close()
	it.Rewind()
	return db.View(func(txn *badger.Txn) error {
		_, err := txn.Get(nil)
		return err
	})
}

func badLevelDB(db *leveldb.DB) bool {
	iter := db.NewIterator(nil, nil) // want "unclosed: iter "
	return iter.First()
}

func badLevelDBOpen(store storage.Storage) error {
	db, err := leveldb.Open(store, nil) // want "undisposed: db "
	if err != nil {
		return err
	}
	return db.Put(nil, nil, nil)
}

func goodLevelDB() error {
	db, err := leveldb.Open(storage.NewMemStorage(), nil)
	if err != nil {
		return err
	}
	defer db.Close()
	snapshot, err := db.GetSnapshot()
	if err != nil {
		return err
	}
	defer snapshot.Release()
	iter := snapshot.NewIterator(nil, nil)
	for iter.Next() {
	}
	iter.Release()
	return iter.Error()
}

func badPebble(db *pebble.DB) error {
	snapshot := db.NewSnapshot() // want "unclosed: snapshot "
	iter, err := snapshot.NewIter(nil)
	if err != nil {
		return err
	}
	return iter.Close()
}

func badPebbleIter(db *pebble.DB) error {
	iter, err := db.NewIter(nil) // want "unclosed: iter "
	if err != nil {
		return err
	}
	for iter.First(); iter.Valid(); iter.Next() {
	}
	return iter.Error()
}

func goodPebble(db *pebble.DB) error {
	batch := db.NewBatch() // ok: memory
	if err := batch.Set(nil, nil, nil); err != nil {
		return err
	}
	return batch.Commit(nil)
}

func badPebble1() error {
	db, err := pebble1.Open("dir", nil) // want "undisposed: db "
	if err != nil {
		return err
	}
	return db.Flush()
}

func goodPebble1(db *pebble1.DB) error {
	iter, err := db.NewIter(nil)
	if err != nil {
		return err
	}
	defer iter.Close()
	iter.First()
	return iter.Error()
}
