package contract

func nosqlLibraries() []Library {
	mongoV1 := mongo("go.mongodb.org/mongo-driver/mongo", "IndexView.List SearchIndexView.List")
	mongoV1.Inert += " NewClient" // not connected yet
	mongoV1.Wraps += " NewSessionContext/1"
	mongoV2 := mongo("go.mongodb.org/mongo-driver/v2/mongo",
		"IndexView.List SearchIndexView.List GridFSBucket.Find")
	mongoV2.Resources = append(mongoV2.Resources,
		gridFS("GridFSBucket", "GridFSDownloadStream", "GridFSUploadStream")...)

	redisV9 := redis("github.com/redis/go-redis/v9")
	addAcquire(&redisV9, "Conn", "Client.EphemeralConn")
	addAcquire(&redisV9, "PubSub", "Client.SSubscribe ClusterClient.SSubscribe Ring.SSubscribe "+
		"UniversalClient.SSubscribe AutoPipeliner.Subscribe AutoPipeliner.PSubscribe AutoPipeliner.SSubscribe")
	redisV9.Inert += " Ring.GetShardClients Ring.GetShardClientForKey"

	return []Library{
		mongoV1,
		{
			Path:      "go.mongodb.org/mongo-driver/mongo/gridfs",
			Resources: gridFS("Bucket", "DownloadStream", "UploadStream"),
		},
		mongoV2,
		redisV9,
		redis("github.com/go-redis/redis/v8"),
		redigo(),
		gocql(),
	}
}

// addAcquire adds what only one version of a library has.
func addAcquire(lib *Library, typ, acquire string) {
	for i := range lib.Resources {
		if lib.Resources[i].Type == typ {
			lib.Resources[i].Acquire += " " + acquire
			return
		}
	}
	panic("internal error: no resource " + typ + " in " + lib.Path)
}

// mongo is the same in both versions but for where cursors come from.
func mongo(path, cursors string) Library {
	return Library{
		Path: path,
		Resources: []Resource{
			{
				Type:    "Client",
				Class:   Pool,
				Acquire: "Connect",
				Release: "Disconnect",
				Plain:   "Disconnect NumberSessionsInProgress",
				Verb:    "disconnected",
			},
			{ // One that is exhausted has been closed by the server.
				Type: "Cursor",
				Acquire: "Collection.Find Collection.Aggregate Database.Aggregate " +
					"Database.ListCollections Database.RunCommandCursor ClientEncryption.GetKeys " + cursors,
				ByType:  true,
				Release: "Close",
				Drain:   "Next",
				Err:     "Err",
				DoneBy:  "All",
				Parent:  "Client",
				Plain:   "Close Err ID RemainingBatchLength",
			},
			{
				Type:    "ChangeStream",
				Acquire: "Client.Watch Database.Watch Collection.Watch",
				ByType:  true,
				Release: "Close",
				Parent:  "Client",
				Plain:   "Close Err ID ResumeToken RemainingBatchLength",
			},
			{
				Type:    "Session",
				Acquire: "Client.StartSession",
				Release: "EndSession",
				Parent:  "Client",
				Plain:   "EndSession Client ClusterTime OperationTime ID",
				Verb:    "ended",
			},
			{ // Its Close disconnects the client that it was given.
				Type:    "ClientEncryption",
				Release: "Close",
				Plain:   "Close",
			},
		},
		Wraps:    "NewClientEncryption/0",
		Inert:    "Database.Client Session.Client SessionFromContext NewCursorFromDocuments",
		CallsNow: "Client.UseSession/1 Client.UseSessionWithOptions/2 Session.WithTransaction/1",
		Commits:  "Session.WithTransaction/1",
	}
}

func gridFS(bucket, download, upload string) []Resource {
	b := bucket + "."
	return []Resource{
		{
			Type:    download,
			Acquire: b + "OpenDownloadStream " + b + "OpenDownloadStreamByName",
			Release: "Close",
			Plain:   "Close GetFile",
		},
		{ // What is not closed is not there: the file is written last.
			Type:    upload,
			Class:   Buffer,
			Acquire: b + "OpenUploadStream " + b + "OpenUploadStreamWithID",
			Release: "Close Abort",
			Plain:   "Close Abort",
		},
	}
}

func redis(path string) Library {
	client := func(typ, acquire string) Resource {
		return Resource{
			Type:    typ,
			Class:   Pool,
			Acquire: acquire,
			Release: "Close",
			Plain:   "Close",
		}
	}
	return Library{
		Path: path,
		Resources: []Resource{
			client("Client", "NewClient NewFailoverClient"),
			client("ClusterClient", "NewClusterClient NewFailoverClusterClient"),
			client("Ring", "NewRing"),
			client("SentinelClient", "NewSentinelClient"),
			client("UniversalClient", "NewUniversalClient"),
			{
				Type:    "Conn",
				Acquire: "Client.Conn",
				Release: "Close",
				Plain:   "Close",
			},
			{
				Type: "PubSub",
				Acquire: "Client.Subscribe Client.PSubscribe ClusterClient.Subscribe " +
					"ClusterClient.PSubscribe Ring.Subscribe Ring.PSubscribe SentinelClient.Subscribe " +
					"SentinelClient.PSubscribe UniversalClient.Subscribe UniversalClient.PSubscribe",
				Release: "Close",
				Plain:   "Close String",
			},
		},
		Inert: "ClusterClient.MasterForKey ClusterClient.SlaveForKey",
	}
}

func redigo() Library {
	return Library{
		Path: "github.com/gomodule/redigo/redis",
		Resources: []Resource{
			{
				Type:    "Pool",
				Class:   Pool,
				Acquire: "NewPool",
				Release: "Close",
				Plain:   "Close ActiveCount IdleCount Stats",
			},
			{
				Type: "Conn",
				Acquire: "Dial DialContext DialTimeout DialURL DialURLContext " +
					"Pool.Get Pool.GetContext",
				Release: "Close",
				Plain:   "Close Err",
			},
		},
		Wraps: "NewConn/0 NewLoggingConn/0 NewLoggingConnFilter/0",
	}
}

func gocql() Library {
	return Library{
		Path: "github.com/gocql/gocql",
		Resources: []Resource{
			{
				Type:    "Session",
				Class:   Pool,
				Acquire: "NewSession ClusterConfig.CreateSession",
				Release: "Close",
				Plain:   "Close Closed",
			},
			{ // Its page is in memory; only Close tells whether it is whole.
				Type:    "Iter",
				Class:   Buffer,
				Acquire: "Query.Iter Session.ExecuteBatchCAS Session.MapExecuteBatchCAS",
				Release: "Close",
				Drain:   "Scan MapScan",
				DoneBy:  "Scanner", // whose Err closes it
				Err:     "Close",
				Plain: "Close Columns GetCustomPayload Host NumRows PageState Warnings " +
					"WillSwitchPage",
			},
			{ // It has the Iter, and closes it.
				Type:    "Scanner",
				Class:   Buffer,
				Acquire: "Iter.Scanner",
				Release: "Err",
				Drain:   "Next",
				Err:     "Err",
			},
		},
	}
}
