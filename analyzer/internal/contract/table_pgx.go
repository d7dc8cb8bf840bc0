package contract

const (
	pgxV4 = "github.com/jackc/pgx/v4"
	pgxV5 = "github.com/jackc/pgx/v5"
)

func pgxLibraries() []Library {
	return []Library{
		pgxOf4(),
		pgxpool(pgxV4, "Connect ConnectConfig"),
		pgconn("github.com/jackc/pgconn"),
		{Path: pgxV4 + "/stdlib", Inert: "Conn.Conn", Releases: "ReleaseConn/1"},
		pgxOf5(),
		pgxpool(pgxV5, "New NewWithConfig"),
		pgconn(pgxV5 + "/pgconn"),
		{Path: pgxV5 + "/stdlib", Inert: "Conn.Conn"},
	}
}

func pgxOf4() Library {
	lib := pgx(pgxV4, "Connect ConnectConfig"+in(pgxV4+"/stdlib", "AcquireConn"))
	lib.CallsNow = "Conn.BeginFunc/1 Conn.BeginTxFunc/2 Conn.QueryFunc/4 Tx.BeginFunc/1 " +
		"Tx.QueryFunc/4"
	return lib
}

func pgxOf5() Library {
	lib := pgx(pgxV5, "Connect ConnectConfig ConnectWithOptions")
	lib.Releases = "AppendRows/1 CollectRows/0 CollectOneRow/0 CollectExactlyOneRow/0 ForEachRow/0"
	lib.CallsNow = "BeginFunc/2 BeginTxFunc/3 ForEachRow/2"
	lib.InTx = "BeginFunc/2 BeginTxFunc/3"
	lib.Commits = lib.InTx
	lib.Inert += " FailedBatchResults RowsFromResultReader BatchResults.Tx Rows.Conn"
	for i := range lib.Resources {
		if r := &lib.Resources[i]; r.Type == "Rows" {
			r.Plain += " Conn TypeMap"
		}
	}
	return lib
}

// pgx is the same in both versions but for what makes a connection.
func pgx(path, connect string) Library {
	pool := path + "/pgxpool"
	// Whatever is left open on a connection goes with it: pgxpool.Conn.Release
	// destroys one that is busy or in a transaction.
	parents := "Conn Tx" + in(pool, "Conn Tx")
	out := waitsForAll(in(pool, "Pool"))
	busy := Need{Types: "Tx" + in(pool, "Tx"), By: "Commit", Harm: "fails while %s is open: the connection is busy"}
	return Library{
		Path: path,
		Resources: []Resource{
			{
				Type:    "Conn",
				Acquire: connect + in(pool, "Conn.Hijack"),
				Release: "Close",
				Plain:   "Close IsClosed Config PgConn",
			},
			{
				Type: "Tx",
				Acquire: "Conn.Begin Conn.BeginTx Tx.Begin" +
					in(pool, "Pool.Begin Pool.BeginTx Conn.Begin Conn.BeginTx Tx.Begin"),
				Release: "Commit Rollback",
				Parent:  parents,
				Needs:   []Need{out},
				Plain:   "Commit Rollback Conn",
				Verb:    committed,
			},
			{
				Type: "Rows",
				Acquire: "Conn.Query Tx.Query BatchResults.Query" +
					in(pool, "Pool.Query Conn.Query Tx.Query"),
				ByType:  true,
				Release: "Close",
				Drain:   "Next",
				Err:     "Err",
				Parent:  parents + " BatchResults",
				Needs:   []Need{out, busy},
				Plain:   "Close Err CommandTag FieldDescriptions",

				FailCloses: "Err Scan Values",
			},
			{
				Type: "Row",
				Acquire: "Conn.QueryRow Tx.QueryRow BatchResults.QueryRow" +
					in(pool, "Pool.QueryRow Conn.QueryRow Tx.QueryRow"),
				ByType: true,
				DoneBy: "Scan",
				Parent: parents + " BatchResults",
				Verb:   "scanned",
			},
			{
				Type:    "BatchResults",
				Acquire: "Conn.SendBatch Tx.SendBatch" + in(pool, "Pool.SendBatch Conn.SendBatch Tx.SendBatch"),
				ByType:  true,
				Busy:    true,
				Release: "Close",
				Parent:  parents,
				Needs:   []Need{out, busy},
				Plain:   "Close",
			},
		},
		Inert: "Tx.Conn Conn.PgConn",
		Asks: asks("Conn", "Begin BeginTx CopyFrom Exec Ping Prepare Query QueryRow SendBatch") +
			asks("Tx", "CopyFrom Exec Prepare Query QueryRow SendBatch"),
	}
}

// pgxpool is the same in both versions but for what makes a pool.
func pgxpool(path, connect string) Library {
	lib := Library{
		Path: path + "/pgxpool",
		Resources: []Resource{
			{
				Type:    "Pool",
				Class:   Pool,
				Acquire: connect,
				Release: "Close",
				Plain:   "Close Config Stat",
			},
			{
				Type:    "Conn",
				Acquire: "Pool.Acquire Pool.AcquireAllIdle",
				Release: "Release Hijack",
				Needs:   []Need{waitsForAll("Pool")},
				Plain:   "Release",
				Verb:    "released",
			},
		},
		Inert:    "Conn.Conn Tx.Conn",
		CallsNow: "Pool.AcquireFunc/1",
		Asks: asks("Pool", "Acquire AcquireFunc Begin BeginTx CopyFrom Exec Ping Query QueryRow SendBatch") +
			asks("Conn", "Begin BeginTx CopyFrom Exec Ping Query QueryRow SendBatch"),
	}
	if path == pgxV4 {
		lib.CallsNow += " Pool.BeginFunc/1 Pool.BeginTxFunc/2 Pool.QueryFunc/4 " +
			"Conn.BeginFunc/1 Conn.BeginTxFunc/2 Conn.QueryFunc/4 Tx.BeginFunc/1 Tx.QueryFunc/4"
	}
	return lib
}

// pgconn lives in a module of its own for v4.
func pgconn(path string) Library {
	lib := Library{
		Path: path,
		Resources: []Resource{
			{
				Type:    "PgConn",
				Acquire: "Connect ConnectConfig ConnectWithOptions Construct",
				Release: "Close Hijack",
				Plain:   "Close IsClosed IsBusy CleanupDone PID SecretKey ParameterStatus",
			},
			{
				Type:    "MultiResultReader",
				Acquire: "PgConn.Exec PgConn.ExecBatch",
				ByType:  true,
				Release: "Close",
				Drain:   "NextResult",
				DoneBy:  "ReadAll",
				Parent:  "PgConn",
				Plain:   "Close",
			},
			{ // NextRow leaves the end of the answer unread, whatever it returns.
				Type:    "ResultReader",
				Acquire: "PgConn.ExecParams PgConn.ExecPrepared",
				Release: "Close",
				DoneBy:  "Read",
				Parent:  "PgConn",
				Plain:   "Close FieldDescriptions",
			},
		},
		Inert: "MultiResultReader.ResultReader PgConn.Conn",
	}
	if path == pgxV5+"/pgconn" {
		lib.Resources[2].Acquire += " PgConn.ExecStatement"
		lib.Resources = append(lib.Resources, Resource{
			Type:    "Pipeline",
			Acquire: "PgConn.StartPipeline",
			ByType:  true,
			Release: "Close",
			Parent:  "PgConn",
			Plain:   "Close",
		})
	} else {
		lib.Resources[1].Acquire += " PgConn.ReceiveResults"
	}
	return lib
}

// waitsForAll is about a pool whose Close waits until all that was taken is back.
func waitsForAll(types string) Need {
	return Need{Types: types, By: "Close", Harm: "waits for ever while %s is out", Waits: true}
}
