package contract

const committed = "committed or rolled back"

func sqlLibraries() []Library {
	return []Library{
		databaseSQL(),
		databaseSQLDriver(),
		sqlx(),
		gorm(),
		bun(),
		xorm(),
		entDialect(),
		entSQL(),
		clickhouse(),
		migrate(),
		clickhouseDriver(),
	}
}

func databaseSQL() Library {
	return Library{
		Path: "database/sql",
		Resources: []Resource{
			{
				Type:  "DB",
				Class: Pool,
				Acquire: "Open OpenDB" +
					in("github.com/jackc/pgx/v5/stdlib", "OpenDB OpenDBFromPool") +
					in("github.com/jackc/pgx/v4/stdlib", "OpenDB") +
					in("github.com/ClickHouse/clickhouse-go/v2", "OpenDB"),
				Release: "Close",
				Plain: "Close Driver Stats SetConnMaxIdleTime SetConnMaxLifetime " +
					"SetMaxIdleConns SetMaxOpenConns",
			},
			{
				Type:    "Conn",
				Acquire: "DB.Conn",
				Release: "Close",
				Needs:   []Need{keepsConn("DB" + in("github.com/jmoiron/sqlx", "DB"))},
				Plain:   "Close",
			},
			{
				Type: "Tx",
				Acquire: "DB.Begin DB.BeginTx Conn.BeginTx" +
					in("gorm.io/gorm", "TxBeginner.BeginTx"),
				Release: "Commit Rollback",
				Needs:   []Need{keepsConn("DB" + in("github.com/jmoiron/sqlx", "DB")), waits("Conn")},
				Plain:   "Commit Rollback",
				Verb:    committed,

				ByContext: true,
			},
			{ // Conn is no parent: its Close leaves the statement on the server.
				Type: "Stmt",
				Acquire: "DB.Prepare DB.PrepareContext Conn.PrepareContext " +
					"Tx.Prepare Tx.PrepareContext Tx.Stmt Tx.StmtContext" +
					in("github.com/jmoiron/sqlx", "Preparer.Prepare PreparerContext.PrepareContext") +
					in("gorm.io/gorm", "ConnPool.PrepareContext Tx.StmtContext"),
				ByType:  true,
				Release: "Close",
				Parent:  "Tx" + in("github.com/jmoiron/sqlx", "Tx") + in("github.com/uptrace/bun", "Tx"),
				Plain:   "Close",
			},
			{ // Conn is no parent: its Close waits for the rows.
				Type: "Rows",
				Acquire: "DB.Query DB.QueryContext Conn.QueryContext Tx.Query Tx.QueryContext " +
					"Stmt.Query Stmt.QueryContext" + rowsElsewhere(),
				ByType:  true,
				Release: "Close",
				Drain:   "Next NextResultSet",
				Reopens: "NextResultSet",
				Err:     "Err",
				Parent:  "Tx" + in("github.com/jmoiron/sqlx", "Tx") + in("github.com/uptrace/bun", "Tx"),
				Needs:   []Need{waits("Conn"), truncates("Tx" + in("github.com/jmoiron/sqlx", "Tx"))},
				Plain:   "Close Err",

				ByContext:  true,
				FailCloses: "Err",
			},
			{
				Type: "Row",
				Acquire: "DB.QueryRow DB.QueryRowContext Conn.QueryRowContext Tx.QueryRow " +
					"Tx.QueryRowContext Stmt.QueryRow Stmt.QueryRowContext" +
					in("gorm.io/gorm", "ConnPool.QueryRowContext DB.Row ExecInterface.Row") +
					in("github.com/uptrace/bun", "DB.QueryRow DB.QueryRowContext Conn.QueryRowContext "+
						"Tx.QueryRow Tx.QueryRowContext IConn.QueryRowContext"),
				ByType: true,
				DoneBy: "Scan",
				Parent: "Tx" + in("github.com/jmoiron/sqlx", "Tx") + in("github.com/uptrace/bun", "Tx"),
				Plain:  "Err",
				Verb:   "scanned",
			},
		},
		Asks: asks("DB", "Begin BeginTx Conn Exec ExecContext Ping PingContext Prepare PrepareContext "+
			"Query QueryContext QueryRow QueryRowContext") +
			asks("Conn", "BeginTx ExecContext PingContext PrepareContext QueryContext QueryRowContext") +
			asks("Tx", "Exec ExecContext Prepare PrepareContext Query QueryContext QueryRow QueryRowContext") +
			asks("Stmt", "Exec ExecContext Query QueryContext QueryRow QueryRowContext"),
	}
}

// waits is about a connection whose Close waits for what is open on it.
func waits(types string) Need {
	return Need{Types: types, By: "Close", Harm: "waits for ever while %s is open", Waits: true}
}

// keepsConn is about a pool whose Close leaves out what is not in it.
func keepsConn(types string) Need {
	return Need{Types: types, By: "Close", Harm: "does not end %s, which keeps its connection and its locks", Tried: true}
}

// truncates is about a transaction whose end is the end of its rows.
func truncates(types string) Need {
	return Need{Types: types, By: "Commit", Harm: "cuts %s off: what was not read by then is missing", Lazy: true}
}

// rowsElsewhere lists what hands out a database/sql.Rows in other packages.
func rowsElsewhere() string {
	return in("github.com/jmoiron/sqlx", "NamedStmt.Query NamedStmt.QueryContext "+
		"Queryer.Query QueryerContext.QueryContext") +
		in("gorm.io/gorm", "ConnPool.QueryContext DB.Rows ExecInterface.Rows "+
			"PreparedStmtDB.QueryContext PreparedStmtTX.QueryContext") +
		in("github.com/uptrace/bun", "DB.Query DB.QueryContext Conn.QueryContext Tx.Query "+
			"Tx.QueryContext IConn.QueryContext SelectQuery.Rows") +
		in("entgo.io/ent/dialect", "DebugDriver.QueryContext DebugTx.QueryContext") +
		in("entgo.io/ent/dialect/sql", "ExecQuerier.QueryContext")
}

// databaseSQLDriver is met by packages that wrap a driver.
func databaseSQLDriver() Library {
	return Library{
		Path: "database/sql/driver",
		Resources: []Resource{
			{
				Type:    "Conn",
				Acquire: "Driver.Open Connector.Connect",
				Release: "Close",
				Plain:   "Close",
			},
			{
				Type:    "Stmt",
				Acquire: "Conn.Prepare ConnPrepareContext.PrepareContext",
				Release: "Close",
				Parent:  "Conn",
				Plain:   "Close NumInput",
			},
			{
				Type: "Rows",
				Acquire: "Queryer.Query QueryerContext.QueryContext " +
					"Stmt.Query StmtQueryContext.QueryContext",
				Release: "Close",
				Parent:  "Conn Stmt",
				Plain:   "Close Columns",
			},
			{
				Type:    "Tx",
				Acquire: "Conn.Begin ConnBeginTx.BeginTx",
				Release: "Commit Rollback",
				Parent:  "Conn",
				Plain:   "Commit Rollback",
				Verb:    committed,
			},
		},
	}
}

func sqlx() Library {
	return Library{
		Path: "github.com/jmoiron/sqlx",
		Resources: []Resource{
			{
				Type:    "DB",
				Class:   Pool,
				Acquire: "Open MustOpen Connect ConnectContext MustConnect",
				Release: "Close",
				Plain: "Close Driver DriverName Stats MapperFunc Rebind BindNamed SetConnMaxIdleTime " +
					"SetConnMaxLifetime SetMaxIdleConns SetMaxOpenConns",
			},
			{
				Type:    "Conn",
				Acquire: "DB.Connx",
				Release: "Close",
				Needs:   []Need{keepsConn("DB")},
				Plain:   "Close Rebind",
			},
			{
				Type:    "Tx",
				Acquire: "DB.Beginx DB.BeginTxx DB.MustBegin DB.MustBeginTx Conn.BeginTxx",
				Release: "Commit Rollback",
				Needs:   []Need{keepsConn("DB"), waits("Conn")},
				Plain:   "Commit Rollback DriverName Rebind BindNamed",
				Verb:    committed,
			},
			{
				Type: "Stmt",
				Acquire: "Preparex PreparexContext DB.Preparex DB.PreparexContext " +
					"Conn.PreparexContext Tx.Preparex Tx.PreparexContext Tx.Stmtx Tx.StmtxContext",
				ByType:  true,
				Release: "Close",
				Parent:  "Tx database/sql:Tx",
				Plain:   "Close",
			},
			{
				Type: "NamedStmt",
				Acquire: "DB.PrepareNamed DB.PrepareNamedContext Tx.PrepareNamed " +
					"Tx.PrepareNamedContext Tx.NamedStmt Tx.NamedStmtContext",
				ByType:  true,
				Release: "Close",
				Parent:  "Tx",
				Plain:   "Close",
			},
			{
				Type: "Rows",
				Acquire: "NamedQuery NamedQueryContext DB.Queryx DB.QueryxContext DB.NamedQuery " +
					"DB.NamedQueryContext Conn.QueryxContext Tx.Queryx Tx.QueryxContext Tx.NamedQuery " +
					"Stmt.Queryx Stmt.QueryxContext NamedStmt.Queryx NamedStmt.QueryxContext " +
					"Queryer.Queryx QueryerContext.QueryxContext",
				ByType:  true,
				Release: "Close",
				Drain:   "Next NextResultSet",
				Reopens: "NextResultSet",
				Err:     "Err",
				Parent:  "Tx",
				Needs:   []Need{waits("Conn"), truncates("Tx")},
				Plain:   "Close Err",

				FailCloses: "Err",
			},
			{
				Type: "Row",
				Acquire: "DB.QueryRowx DB.QueryRowxContext Conn.QueryRowxContext Tx.QueryRowx " +
					"Tx.QueryRowxContext Stmt.QueryRowx Stmt.QueryRowxContext NamedStmt.QueryRow " +
					"NamedStmt.QueryRowContext NamedStmt.QueryRowx NamedStmt.QueryRowxContext " +
					"Queryer.QueryRowx QueryerContext.QueryRowxContext",
				ByType: true,
				DoneBy: "Scan StructScan MapScan SliceScan",
				Parent: "Tx",
				Plain:  "Err",
				Verb:   "scanned",
			},
		},
		Asks: asks("DB", "BeginTxx Beginx Connx Get GetContext MustBegin MustBeginTx MustExec MustExecContext "+
			"NamedExec NamedExecContext NamedQuery NamedQueryContext PrepareNamed PrepareNamedContext "+
			"Preparex PreparexContext QueryRowx QueryRowxContext Queryx QueryxContext Select SelectContext") +
			asks("Tx", "Get GetContext MustExec MustExecContext NamedExec NamedExecContext NamedQuery "+
				"PrepareNamed PrepareNamedContext Preparex PreparexContext QueryRowx QueryRowxContext "+
				"Queryx QueryxContext Select SelectContext") +
			asks("Conn", "GetContext PreparexContext QueryRowxContext QueryxContext SelectContext") +
			"Get/0 GetContext/1 Select/0 SelectContext/1 NamedExec/0 NamedExecContext/1 MustExec/0",
		Wraps: "NewDb/0 DB.Unsafe/recv Tx.Unsafe/recv Stmt.Unsafe/recv NamedStmt.Unsafe/recv",
	}
}

// migrate: what is made of a database's name opens that, and keeps a connection.
func migrate() Library {
	return Library{
		Path:    "github.com/golang-migrate/migrate/v4",
		Partial: true,
		Resources: []Resource{
			{
				Type:    "Migrate",
				Acquire: "New NewWithSourceInstance",
				Release: "Close",
				Plain:   "Close",
			},
		},
	}
}

func clickhouse() Library {
	return Library{Path: "github.com/ClickHouse/clickhouse-go/v2"}
}

func clickhouseDriver() Library {
	return Library{
		Path: "github.com/ClickHouse/clickhouse-go/v2/lib/driver",
		Resources: []Resource{
			{
				Type:    "Conn",
				Class:   Pool,
				Acquire: "github.com/ClickHouse/clickhouse-go/v2:Open",
				Release: "Close",
				Plain:   "Close Contributors Stats",
			},
			{
				Type:    "Rows",
				Acquire: "Conn.Query",
				ByType:  true,
				Release: "Close",
				Drain:   "Next",
				Err:     "Err",
				Plain:   "Close Err Columns ColumnTypes Totals HasData",
			},
			{
				Type:    "Row",
				Acquire: "Conn.QueryRow",
				ByType:  true,
				DoneBy:  "Scan ScanStruct",
				Plain:   "Err",
				Verb:    "scanned",
			},
			{ // Send gives the connection back whatever it returns.
				Type:    "Batch",
				Acquire: "Conn.PrepareBatch",
				ByType:  true,
				Release: "Send Abort Close",
				Plain:   "Abort Close IsSent Rows Columns",
				Verb:    "sent or aborted",
			},
		},
	}
}
