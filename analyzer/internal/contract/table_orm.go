package contract

// gorm hands out its connections as *gorm.DB, too: there is one resource for
// the pool, which ends by closing what DB() returns, and one for transactions.
func gorm() Library {
	return Library{
		Path: "gorm.io/gorm",
		Resources: []Resource{
			{
				Type:     "DB",
				Acquire:  "DB.Begin",
				Release:  "Commit Rollback",
				ErrField: "Error",
				Plain:    "Commit Rollback AddError",
				Verb:     committed,
			},
			{
				Type:      "DB",
				Class:     Pool,
				TestsOnly: true,
				Acquire:   "Open",
			},
		},
		Wraps:    "DB.DB/recv",
		Inert:    "GetDBConnector.GetDBConn PreparedStmtDB.GetDBConn PreparedStmtTX.GetDBConn",
		CallsNow: "DB.Transaction/0 DB.Connection/0 DB.FindInBatches/2",
		Commits:  "DB.Transaction/0",
		InTx:     "DB.Transaction/0",
		Asks: asks("DB", "Begin Count Create CreateInBatches Delete Exec Find FindInBatches First FirstOrCreate "+
			"FirstOrInit Last Pluck Row Rows Save Scan Take Transaction Update UpdateColumn UpdateColumns Updates"),
	}
}

// xorm's sessions hold something only in a transaction, and are left alone.
func xorm() Library {
	return Library{
		Path: "xorm.io/xorm",
		Resources: []Resource{
			{
				Type:    "Engine",
				Class:   Pool,
				Acquire: "NewEngine NewEngineWithParams",
				Release: "Close",
				Plain:   "Close DataSourceName DriverName",
			},
			{
				Type:    "EngineGroup",
				Class:   Pool,
				Acquire: "NewEngineGroup",
				Release: "Close",
				Plain:   "Close",
			},
			{
				Type:    "Rows",
				Acquire: "Engine.Rows Session.Rows",
				ByType:  true,
				Release: "Close",
				Drain:   "Next",
				Err:     "Err",
				Plain:   "Close Err",

				FailCloses: "Err",
			},
		},
		TakesIfOK: "NewEngineGroup/0 NewEngineGroup/1",
		Wraps:     "NewEngineWithDB/2 NewEngineWithDialectAndDB/3",
		Inert:     "EngineGroup.Master EngineGroup.Slave EngineGroup.Slaves GroupPolicy.Slave GroupPolicyHandler.Slave Session.Engine",
		CallsNow:  "Engine.Transaction/0",
		Commits:   "Engine.Transaction/0",
		InTx:      "Engine.Transaction/0",
		Asks: asks("Engine", "Count Delete Exec Exist Find FindAndCount Get Insert Iterate Ping Query QueryString "+
			"Rows Sum Transaction Update"),
	}
}

func bun() Library {
	return Library{
		Path: "github.com/uptrace/bun",
		Resources: []Resource{
			{
				Type:    "DB",
				Class:   Pool,
				Release: "Close",
				Plain:   "Close Driver Stats Dialect String",
			},
			{
				Type:    "Conn",
				Acquire: "DB.Conn",
				Release: "Close",
				Plain:   "Close Dialect",
			},
			{
				Type:    "Tx",
				Acquire: "DB.Begin DB.BeginTx Conn.BeginTx IDB.BeginTx Tx.Begin Tx.BeginTx",
				Release: "Commit Rollback",
				Parent:  "Tx", // a nested one is a savepoint
				Plain:   "Commit Rollback Dialect",
				Verb:    committed,
			},
			{
				Type:    "Stmt",
				Acquire: "DB.Prepare DB.PrepareContext",
				ByType:  true,
				Release: "Close",
				Parent:  "Tx",
				Plain:   "Close",
			},
		},
		Wraps:    "NewDB/0 DB.WithNamedArg/recv DB.WithQueryHook/recv",
		CallsNow: "DB.RunInTx/2 Conn.RunInTx/2 Tx.RunInTx/2 IDB.RunInTx/2",
		Commits:  "DB.RunInTx/2 Conn.RunInTx/2",
		InTx:     "DB.RunInTx/2",
		Asks: asks("DB", "Begin BeginTx Conn Exec ExecContext Ping Prepare PrepareContext Query QueryContext "+
			"QueryRow QueryRowContext RunInTx") +
			asks("Tx", "Exec ExecContext Query QueryContext QueryRow QueryRowContext"),
	}
}

// entDialect is the ground of generated clients, which are met by inference.
func entDialect() Library {
	return Library{
		Path: "entgo.io/ent/dialect",
		Resources: []Resource{
			{
				Type:    "Driver",
				Class:   Pool,
				Release: "Close",
				Plain:   "Close Dialect",
			},
			{
				Type: "Tx",
				Acquire: "Driver.Tx DebugDriver.Tx DebugDriver.BeginTx" +
					in("entgo.io/ent/dialect/sql", "Driver.Tx Driver.BeginTx"),
				Release: "Commit Rollback",
				Plain:   "Commit Rollback",
				Verb:    committed,
			},
		},
		Wraps: "Debug/0 DebugWithContext/0",
		Inert: "NopTx",
	}
}

func entSQL() Library {
	return Library{
		Path: "entgo.io/ent/dialect/sql",
		Resources: []Resource{
			{
				Type:    "Driver",
				Class:   Pool,
				Acquire: "Open",
				Release: "Close",
				Plain:   "Close DB Dialect",
			},
		},
		Wraps: "OpenDB/1",
		Inert: "Driver.DB NewDriver",
	}
}
