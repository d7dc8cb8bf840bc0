package program

// A Kind is a kind of resource.
type Kind struct {
	Name    string
	Type    string // in the package of programs
	Imports []string
	Owner   *Owner // nil for those of the world
	Elem    *Kind  // of a slice of resources: what is in it
	Release string // the call that releases it, less the variable
	// Roots are calls that acquire it from the pool or from nothing, From those that
	// acquire it from a resource of another kind.
	Roots []string
	From  map[string][]string
	// Use is a call that may fail, with the variable in place of $.
	Use string
}

// The kinds of resources. In calls $ is the variable they are acquired from.
var (
	Rows = &Kind{
		Name: "rows", Type: "*sql.Rows", Imports: sqlOnly, Release: "Close()",
		Roots: []string{`db.QueryContext(ctx, "SELECT id FROM t")`, `db.Query("SELECT id FROM t")`},
		From: map[string][]string{
			"tx":   {`$.QueryContext(ctx, "SELECT id FROM t")`, `$.Query("SELECT id FROM t")`},
			"conn": {`$.QueryContext(ctx, "SELECT id FROM t")`},
			"stmt": {`$.QueryContext(ctx)`, `$.Query()`},
			"pool": {`$.QueryContext(ctx, "SELECT id FROM t")`},
		},
	}
	Prepared = &Kind{
		Name: "stmt", Type: "*sql.Stmt", Imports: sqlOnly, Release: "Close()",
		Roots: []string{`db.PrepareContext(ctx, "SELECT id FROM t")`, `db.Prepare("SELECT id FROM t")`},
		From: map[string][]string{
			"tx":   {`$.PrepareContext(ctx, "SELECT id FROM t")`},
			"conn": {`$.PrepareContext(ctx, "SELECT id FROM t")`},
		},
		Use: `_, err := $.ExecContext(ctx)`,
	}
	Tx = &Kind{
		Name: "tx", Type: "*sql.Tx", Imports: sqlOnly, Release: "Rollback()",
		Roots: []string{`db.BeginTx(ctx, nil)`, `db.Begin()`},
		From: map[string][]string{
			"conn": {`$.BeginTx(ctx, nil)`},
			"pool": {`$.BeginTx(ctx, nil)`},
		},
		Use: `_, err := $.ExecContext(ctx, "UPDATE t SET id = 1")`,
	}
	Conn = &Kind{
		Name: "conn", Type: "*sql.Conn", Imports: sqlOnly, Release: "Close()",
		Roots: []string{`db.Conn(ctx)`},
		From:  map[string][]string{"pool": {`$.Conn(ctx)`}},
		Use:   `_, err := $.ExecContext(ctx, "UPDATE t SET id = 1")`,
	}
	Pool = &Kind{
		Name: "pool", Type: "*sql.DB", Imports: sqlOnly, Release: "Close()",
		Roots: []string{`sql.Open("sqlite", "users.db")`},
		Use:   `err := $.PingContext(ctx)`,
	}
	File = &Kind{
		Name: "file", Type: "*os.File", Imports: []string{"os"}, Release: "Close()",
		Roots: []string{`os.Open("users.csv")`, `os.Create("users.csv")`},
		Use:   `_, err := $.Write([]byte("users"))`,
	}
	Response = &Kind{
		Name: "resp", Type: "*http.Response", Imports: []string{"net/http"}, Release: "Body.Close()",
		Roots: []string{`http.Get("http://localhost")`},
		Use:   `_, err := io.ReadAll($.Body)`,
	}
)

var sqlOnly = []string{"database/sql"}

// Kinds are the kinds that the world has.
var Kinds = []*Kind{Rows, Prepared, Tx, Conn, Pool, File, Response}

// SliceOf returns the kind of slices of a kind.
func SliceOf(k *Kind) *Kind { return &Kind{Name: k.Name + "s", Elem: k} }

// Calls returns the calls that acquire the kind from another one, or, where that
// is nil, from the pool that the program is given or from nothing.
func (k *Kind) Calls(from *Kind) []string {
	if from == nil {
		return k.Roots
	}
	return k.From[from.Name]
}
