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
	if call == nil || !code.TriedOnce(call) {
		return nil
	}
	text, pos, end := code.Text(instr)
	f := &obligation.Finding{Pos: pos, End: end, Fixes: code.Again(instr)}
	if call.Kind == cleanup.DeleteFile {
		f.Message = text + " of a database is tried once: it fails, and the file stays, while a connection is still closing"
	} else {
		f.Message = text + " drops a " + code.Dropped(call) + " and is tried once: " + refusals[code.Dropped(call)]
	}
	return f
}

// refusals say why a server may not drop what it is told to, by what that is.
var refusals = map[string]string{
	"database": "the server refuses while a session is still ending",
	"schema":   "it fails when it meets a lock of a session that is still ending",
	"keyspace": "it fails while the schema of the cluster is still changing",
}
