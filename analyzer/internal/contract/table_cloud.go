package contract

// cloudLibraries is about databases and stores behind a service's client.
func cloudLibraries() []Library {
	return []Library{
		etcd(),
		{
			Path: "go.etcd.io/etcd/client/v3/concurrency",
			Resources: []Resource{
				{ // A lease, and a goroutine that keeps it alive.
					Type:    "Session",
					Acquire: "NewSession",
					Release: "Close Orphan",
					Plain:   "Close Client Ctx Done Lease Orphan",
				},
			},
			Inert: "Session.Client",
		},
		spanner(),
		{
			Path:      "cloud.google.com/go/bigquery",
			Resources: []Resource{cloudClient("NewClient")},
		},
		firestore(),
		{
			Path: "cloud.google.com/go/storage",
			Resources: []Resource{
				cloudClient("NewClient NewGRPCClient"),
				{
					Type:    "Reader",
					Acquire: "ObjectHandle.NewReader ObjectHandle.NewRangeReader",
					ByType:  true,
					Release: "Close",
					Plain:   "Close CacheControl ContentEncoding ContentType LastModified Metadata Remain Size",
				},
				{ // Dropped it writes nothing, closed on an error it writes half.
					Type:    "Writer",
					Class:   Buffer,
					Acquire: "ObjectHandle.NewWriter ObjectHandle.NewWriterFromAppendableObject",
					Release: "Close CloseWithError",
					Plain:   "Close CloseWithError Attrs",
				},
				{
					Type:    "MultiRangeDownloader",
					Acquire: "ObjectHandle.NewMultiRangeDownloader",
					Release: "Close",
					Plain:   "Close Error Wait",
				},
			},
		},
		{
			Path:      "cloud.google.com/go/pubsub/v2",
			Resources: []Resource{cloudClient("NewClient NewClientWithConfig")},
		},
		{
			Path: "github.com/aws/aws-sdk-go-v2/service/s3",
			Resources: []Resource{
				{
					Type:    "GetObjectOutput",
					Acquire: "Client.GetObject",
					ByType:  true,
					Release: "Body.Close",
				},
			},
		},
	}
}

func cloudClient(acquire string) Resource {
	return Resource{
		Type:    "Client",
		Class:   Pool,
		Acquire: acquire,
		Release: "Close",
		Plain:   "Close",
	}
}

func etcd() Library {
	return Library{
		Path: "go.etcd.io/etcd/client/v3",
		Resources: []Resource{
			{
				Type:    "Client",
				Class:   Pool,
				Acquire: "New NewFromURL NewFromURLs",
				Release: "Close",
				Plain:   "Close Ctx Endpoints GetLogger",
			},
			{
				Type:    "Lease",
				Acquire: "NewLease NewLeaseFromLeaseClient",
				Release: "Close",
				Plain:   "Close",
			},
			{
				Type:    "Watcher",
				Acquire: "NewWatcher NewWatchFromWatchClient",
				Release: "Close",
				Plain:   "Close",
			},
		},
		Inert: "NewCtxClient Client.ActiveConnection", // no connection, a lent one
	}
}

// spanner leaves out BatchReadOnlyTransaction, whose Close and Cleanup free
// nothing that the service does not free by itself.
func spanner() Library {
	return Library{
		Path:  "cloud.google.com/go/spanner",
		Wraps: "ReadOnlyTransaction.WithTimestampBound/recv",
		Resources: []Resource{
			{
				Type:    "Client",
				Class:   Pool,
				Acquire: "NewClient NewClientWithConfig NewMultiEndpointClient NewMultiEndpointClientWithConfig",
				Release: "Close",
				Plain:   "Close DatabaseName",
			},
			{
				Type:    "ReadOnlyTransaction",
				Acquire: "Client.ReadOnlyTransaction",
				Release: "Close",
				Plain:   "Close Timestamp",
			},
			{
				Type: "ReadWriteStmtBasedTransaction",
				Acquire: "NewReadWriteStmtBasedTransaction NewReadWriteStmtBasedTransactionWithOptions " +
					"NewReadWriteStmtBasedTransactionWithCallbackForOptions " +
					"ReadWriteStmtBasedTransaction.ResetForRetry",
				Release: "Commit CommitWithReturnResp Rollback",
				Plain:   "Commit CommitWithReturnResp Rollback ResetForRetry",
				Verb:    committed,
			},
			{
				Type: "RowIterator",
				Acquire: "txReadOnly.Read txReadOnly.ReadUsingIndex txReadOnly.ReadWithOptions " +
					"txReadOnly.Query txReadOnly.QueryWithOptions txReadOnly.QueryWithStats " +
					"BatchReadOnlyTransaction.Execute",
				ByType:  true,
				Release: "Stop",
				DoneBy:  "Do",
				Plain:   "Stop",
				Verb:    "stopped",
			},
			{
				Type:    "BatchWriteResponseIterator",
				Acquire: "Client.BatchWrite Client.BatchWriteWithOptions",
				ByType:  true,
				Release: "Stop",
				DoneBy:  "Do",
				Plain:   "Stop",
				Verb:    "stopped",
			},
		},
		Inert: "Client.Single", // it ends with its one read
		CallsNow: "Client.ReadWriteTransaction/1 Client.ReadWriteTransactionWithOptions/1 " +
			"RowIterator.Do/0 BatchWriteResponseIterator.Do/0",
		Commits: "Client.ReadWriteTransaction/1 Client.ReadWriteTransactionWithOptions/1",
	}
}

func firestore() Library {
	iterator := func(typ, acquire string) Resource {
		return Resource{
			Type:    typ,
			Acquire: acquire,
			ByType:  true,
			Release: "Stop",
			Plain:   "Stop",
			Verb:    "stopped",
		}
	}
	documents := iterator("DocumentIterator", "Query.Documents VectorQuery.Documents Transaction.Documents")
	documents.DoneBy = "GetAll"
	results := iterator("PipelineResultIterator", "PipelineSnapshot.Results")
	results.DoneBy = "GetAll"
	return Library{
		Path: "cloud.google.com/go/firestore",
		Resources: []Resource{
			cloudClient("NewClient NewClientWithDatabase NewRESTClient"),
			documents,
			results,
			iterator("DocumentSnapshotIterator", "DocumentRef.Snapshots"),
			iterator("QuerySnapshotIterator", "Query.Snapshots"),
			{
				Type:    "BulkWriter",
				Class:   Buffer,
				Acquire: "Client.BulkWriter",
				Release: "End",
				Plain:   "End",
				Verb:    "ended",
			},
		},
		CallsNow: "Client.RunTransaction/1",
		Commits:  "Client.RunTransaction/1",
	}
}
