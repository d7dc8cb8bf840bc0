package contract

// embeddedLibraries is about databases that live in the process.
func embeddedLibraries() []Library {
	pebbleV2 := pebble("github.com/cockroachdb/pebble/v2")
	addAcquire(&pebbleV2, "Iterator", "Reader.NewIterWithContext")
	return []Library{
		bolt("go.etcd.io/bbolt"),
		bolt("github.com/boltdb/bolt"), // where it comes from
		badger(),
		{
			Path: "github.com/syndtr/goleveldb/leveldb",
			Resources: []Resource{
				{
					Type:    "DB",
					Class:   Pool,
					Acquire: "Open OpenFile Recover RecoverFile",
					Release: "Close",
					Plain:   "Close",
				},
				{
					Type:    "Snapshot",
					Acquire: "DB.GetSnapshot",
					Release: "Release",
					Plain:   "Release String",
				},
				{
					Type:    "Transaction",
					Acquire: "DB.OpenTransaction",
					Release: "Commit Discard",
					Plain:   "Commit Discard",
					Verb:    "committed or discarded",
				},
			},
		},
		{
			Path: "github.com/syndtr/goleveldb/leveldb/iterator",
			Resources: []Resource{
				{
					Type: "Iterator",
					Acquire: in("github.com/syndtr/goleveldb/leveldb",
						"DB.NewIterator Snapshot.NewIterator Transaction.NewIterator Reader.NewIterator"),
					ByType:  true,
					Release: "Release",
					Plain:   "Release Error Valid",
				},
			},
			Inert: "NewArrayIterator NewEmptyIterator ArrayIndexer.Get",
		},
		{
			Path: "github.com/syndtr/goleveldb/leveldb/storage",
			Resources: []Resource{
				{
					Type:    "Storage",
					Acquire: "OpenFile",
					Release: "Close",
					Plain:   "Close",
				},
			},
			Inert: "NewMemStorage",
		},
		pebble("github.com/cockroachdb/pebble"),
		pebbleV2,
	}
}

func bolt(path string) Library {
	return Library{
		Path: path,
		Resources: []Resource{
			{
				Type:    "DB",
				Class:   Pool,
				Acquire: "Open",
				Release: "Close",
				Plain:   "Close GoString IsReadOnly Path Stats String",
			},
			{
				Type:    "Tx",
				Acquire: "DB.Begin",
				Release: "Commit Rollback",
				Needs:   []Need{waits("DB")},
				Plain:   "Commit Rollback DB ID Stats Writable",
				Verb:    committed,
			},
		},
		Inert:    "Tx.DB Bucket.Tx",
		CallsNow: "DB.Batch/0 DB.Update/0 DB.View/0",
		Commits:  "DB.Batch/0 DB.Update/0",
	}
}

func badger() Library {
	return Library{
		Path: "github.com/dgraph-io/badger/v4",
		Resources: []Resource{
			{
				Type:    "DB",
				Class:   Pool,
				Acquire: "Open OpenManaged",
				Release: "Close",
				Plain:   "Close IsClosed Opts",
			},
			{
				Type:    "Txn",
				Acquire: "DB.NewTransaction DB.NewTransactionAt",
				Release: "Commit CommitAt CommitWith Discard",
				Plain:   "Commit Discard ReadTs",
				Verb:    "committed or discarded",
			},
			{ // Txn is no parent: its Discard panics on an open iterator.
				Type:    "Iterator",
				Acquire: "Txn.NewIterator Txn.NewKeyIterator",
				ByType:  true,
				Release: "Close",
				Needs:   []Need{{Types: "Txn", By: "Discard", Harm: "panics while %s is open"}},
				Plain:   "Close",
			},
			{
				Type:    "WriteBatch",
				Acquire: "DB.NewWriteBatch DB.NewWriteBatchAt DB.NewManagedWriteBatch",
				Release: "Flush Cancel",
				Plain:   "Flush Cancel Error",
				Verb:    "flushed or cancelled",
			},
			{
				Type:    "MergeOperator",
				Class:   Pool,
				Acquire: "DB.GetMergeOperator",
				Release: "Stop",
				Plain:   "Stop",
				Verb:    "stopped",
			},
		},
		CallsNow: "DB.Update/0 DB.View/0",
		Commits:  "DB.Update/0",
	}
}

// pebble leaves out Batch: one that is not closed is memory.
func pebble(path string) Library {
	return Library{
		Path: path,
		Resources: []Resource{
			{
				Type:    "DB",
				Class:   Pool,
				Acquire: "Open",
				Release: "Close",
				Plain:   "Close",
			},
			{
				Type: "Iterator",
				Acquire: "DB.NewIter DB.NewIterWithContext Batch.NewIter Batch.NewIterWithContext " +
					"Snapshot.NewIter Snapshot.NewIterWithContext Reader.NewIter " +
					"EventuallyFileOnlySnapshot.NewIter EventuallyFileOnlySnapshot.NewIterWithContext " +
					"Iterator.Clone Iterator.CloneWithContext NewExternalIter NewExternalIterWithContext",
				ByType:  true,
				Release: "Close",
				Plain:   "Close",
			},
			{
				Type:    "Snapshot",
				Acquire: "DB.NewSnapshot",
				Release: "Close",
				Plain:   "Close",
			},
			{
				Type:    "EventuallyFileOnlySnapshot",
				Acquire: "DB.NewEventuallyFileOnlySnapshot",
				Release: "Close",
				Plain:   "Close",
			},
		},
	}
}
