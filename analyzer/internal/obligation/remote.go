package obligation

import (
	"go/constant"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/contract"
)

// serverDrivers are the names under which the drivers of database servers are known to
// database/sql.
var serverDrivers = []string{
	"bigquery", "chhttp", "clickhouse", "cloudsqlpostgres", "databricks", "godror", "hdb", "mssql", "mysql", "oracle",
	"pgx", "pgx/v5", "postgres", "snowflake", "spanner", "sqlserver", "trino", "vertica",
}

// isRemote reports whether what a site acquires is a pool whose data is on another
// machine: by its type, by the driver that it is opened with, or by what is known of the
// function that hands it out.
func isRemote(s *site) bool {
	if s.remote || s.res.entry != nil && s.res.entry.Remote {
		return true
	}
	args := s.call.Common().Args
	if s.res.class != contract.Pool || len(args) == 0 {
		return false
	}
	driver, ok := args[0].(*ssa.Const)
	return ok && driver.Value != nil && driver.Value.Kind() == constant.String && slices.Contains(serverDrivers, constant.StringVal(driver.Value))
}
