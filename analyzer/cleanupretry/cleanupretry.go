package cleanupretry

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/cleanup"
	"github.com/leakvet/leakvet/analyzer/internal/obligation"
)

//go:embed doc.go
var doc string

// New returns the rule.
func New(engine *analysis.Analyzer) *analysis.Analyzer {
	return obligation.NewCodeRule("cleanupretry", doc, engine, find)
}

func find(code *cleanup.Code) []obligation.Finding {
	var found []obligation.Finding
	for _, fn := range code.Funcs {
		code.Calls(fn, false, func(call ssa.CallInstruction) {
			if f := check(code, call); f != nil {
				found = append(found, *f)
			}
		})
	}
	return found
}

// check returns what is to be said of a call, nil if nothing.
func check(code *cleanup.Code, instr ssa.CallInstruction) *obligation.Finding {
	call := code.Cleanup(instr)
	if call == nil || code.Context(instr) == cleanup.None {
		return nil
	}
	text, pos, end := code.Text(instr)
	f := &obligation.Finding{Pos: pos, End: end}
	switch {
	case call.Kind == cleanup.DeleteFile && code.IsDatabasePath(call.Subject, instr.Parent()) && !code.InTempDir(call.Subject):
		f.Message = text + " of a database is tried once: it fails, and the file stays, while a connection is still closing"
	case code.DropsDatabase(call):
		f.Message = text + " drops a " + code.Dropped(call) + " and is tried once: " + refusals[code.Dropped(call)]
	default:
		return nil
	}
	if code.IsRetried(instr) {
		return nil
	}
	f.Fixes = fix(code, instr)
	return f
}

// refusals say why a server may not drop what it is told to, by what that is.
var refusals = map[string]string{
	"database": "the server refuses while a session is still ending",
	"schema":   "it fails when it meets a lock of a session that is still ending",
	"keyspace": "it fails while the schema of the cluster is still changing",
}

// fix tries again, where the file has imported what that takes:
//
//	os.Remove(path) → retry.Do(context.Background(), "remove", retry.Removal(), func(context.Context) error {
//	                  	return os.Remove(path)
//	                  })
//
// The value is an error like before.
func fix(code *cleanup.Code, instr ssa.CallInstruction) []analysis.SuggestedFix {
	expr, _ := code.Source(instr)
	if expr == nil || instr.Common().Signature().Results().Len() != 1 ||
		!code.NamesPackage("retry", "github.com/leakvet/leakvet/dbpool/retry", expr.Pos()) ||
		!code.NamesPackage("context", "context", expr.Pos()) {
		return nil
	}
	return []analysis.SuggestedFix{{
		Message: "Try again with retry.Do",
		TextEdits: []analysis.TextEdit{
			{Pos: expr.Pos(), End: expr.Pos(), NewText: []byte(
				`retry.Do(context.Background(), "remove", retry.Removal(), func(context.Context) error { return `)},
			{Pos: expr.End(), End: expr.End(), NewText: []byte(" })")},
		},
	}}
}
