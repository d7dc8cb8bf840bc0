// Package drivertest checks that a wrapped database/sql driver behaves as the
// driver alone. The main module runs it over SQLite, the module servertest over
// the drivers of servers.
package drivertest

import (
	"context"
	"database/sql/driver"
	"reflect"
	"testing"

	"github.com/leakvet/leakvet/dbpool/track"
)

// An Interface is one of database/sql/driver, and what becomes of it in a wrapper.
type Interface struct {
	Type reflect.Type
	// As is the interface that the wrapper has in its place; nil for Type itself.
	As reflect.Type
	// Exact: a wrapper must not have it when the driver has not, since
	// database/sql would behave differently and no answer can undo that.
	Exact bool
}

// Interfaces are all of the Go release.
var Interfaces = map[string]Interface{
	"ColumnConverter":                {Type: of[driver.ColumnConverter](), Exact: true}, //nolint:staticcheck // deprecated, but drivers have it
	"Conn":                           {Type: of[driver.Conn]()},
	"ConnBeginTx":                    {Type: of[driver.ConnBeginTx]()},
	"ConnPrepareContext":             {Type: of[driver.ConnPrepareContext]()},
	"Connector":                      {Type: of[driver.Connector]()},
	"Driver":                         {Type: of[driver.Driver]()},
	"DriverContext":                  {Type: of[driver.DriverContext]()},
	"Execer":                         {Type: of[driver.Execer](), As: of[driver.ExecerContext](), Exact: true}, //nolint:staticcheck // see above
	"ExecerContext":                  {Type: of[driver.ExecerContext](), Exact: true},
	"NamedValueChecker":              {Type: of[driver.NamedValueChecker]()},
	"Pinger":                         {Type: of[driver.Pinger]()},
	"Queryer":                        {Type: of[driver.Queryer](), As: of[driver.QueryerContext](), Exact: true}, //nolint:staticcheck // see above
	"QueryerContext":                 {Type: of[driver.QueryerContext](), Exact: true},
	"Result":                         {Type: of[driver.Result]()},
	"Rows":                           {Type: of[driver.Rows]()},
	"RowsColumnTypeDatabaseTypeName": {Type: of[driver.RowsColumnTypeDatabaseTypeName]()},
	"RowsColumnTypeLength":           {Type: of[driver.RowsColumnTypeLength]()},
	"RowsColumnTypeNullable":         {Type: of[driver.RowsColumnTypeNullable]()},
	"RowsColumnTypePrecisionScale":   {Type: of[driver.RowsColumnTypePrecisionScale]()},
	"RowsColumnTypeScanType":         {Type: of[driver.RowsColumnTypeScanType]()},
	"RowsNextResultSet":              {Type: of[driver.RowsNextResultSet]()},
	"SessionResetter":                {Type: of[driver.SessionResetter]()},
	"Stmt":                           {Type: of[driver.Stmt]()},
	"StmtExecContext":                {Type: of[driver.StmtExecContext]()},
	"StmtQueryContext":               {Type: of[driver.StmtQueryContext]()},
	"Tx":                             {Type: of[driver.Tx]()},
	"Validator":                      {Type: of[driver.Validator]()},
	"ValueConverter":                 {Type: of[driver.ValueConverter]()},
	"Valuer":                         {Type: of[driver.Valuer]()},
}

func of[T any]() reflect.Type { return reflect.TypeFor[T]() }

// Kept checks that what wraps bare lost none of its interfaces and gained none
// that must be exact.
func Kept(t *testing.T, bare, wrapped any) {
	t.Helper()
	has := reflect.TypeOf(bare).Implements
	for name, i := range Interfaces {
		as := i.Type
		if i.As != nil {
			as = i.As
		}
		if has(i.Type) && !reflect.TypeOf(wrapped).Implements(as) {
			t.Errorf("%T has driver.%s, the wrapper has no %v", bare, name, as)
		}
	}
	for name, i := range Interfaces {
		if i.Exact && i.As == nil && reflect.TypeOf(wrapped).Implements(i.Type) && !hasAny(has, i.Type) {
			t.Errorf("%T has no driver.%s, the wrapper has", bare, name)
		}
	}
}

// hasAny reports whether a type has an interface that becomes as in a wrapper.
func hasAny(has func(reflect.Type) bool, as reflect.Type) bool {
	for _, i := range Interfaces {
		if (i.Type == as || i.As == as) && has(i.Type) {
			return true
		}
	}
	return false
}

// Preserves checks the interfaces of everything that a driver gives out while
// it runs a query, which must return rows.
func Preserves(t *testing.T, c driver.Connector, query string) {
	bare, wrapped := objects(t, c, query), objects(t, track.Wrap(c, track.Stacks), query)
	for i := range bare {
		Kept(t, bare[i], wrapped[i])
	}
}

// objects returns a connection of c, and a transaction, a statement, a result
// and rows made on it.
func objects(t *testing.T, c driver.Connector, query string) []any {
	t.Helper()
	ctx := context.Background()
	conn, err := c.Connect(ctx)
	check(t, err)
	t.Cleanup(func() { check(t, conn.Close()) })
	tx, err := conn.(driver.ConnBeginTx).BeginTx(ctx, driver.TxOptions{})
	check(t, err)
	check(t, tx.Rollback())
	stmt, err := conn.(driver.ConnPrepareContext).PrepareContext(ctx, query)
	check(t, err)
	t.Cleanup(func() { check(t, stmt.Close()) })
	result, err := conn.(driver.ExecerContext).ExecContext(ctx, query, nil)
	check(t, err)
	rows, err := conn.(driver.QueryerContext).QueryContext(ctx, query, nil)
	check(t, err)
	check(t, rows.Close())
	return []any{conn, tx, stmt, result, rows}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
