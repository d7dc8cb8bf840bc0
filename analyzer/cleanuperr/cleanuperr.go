package cleanuperr

import (
	_ "embed"
	"fmt"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/cleanup"
	"github.com/leakvet/leakvet/analyzer/internal/obligation"
)

//go:embed doc.go
var doc string

// New returns the rule.
func New(engine *analysis.Analyzer) *analysis.Analyzer {
	return obligation.NewCodeRule("cleanuperr", doc, engine, find)
}

func find(code *cleanup.Code) []obligation.Finding {
	var found []obligation.Finding
	for _, fn := range code.Funcs {
		code.Calls(fn, false, func(instr ssa.CallInstruction) {
			if f := check(code, instr); f != nil {
				found = append(found, *f)
			}
		})
	}
	return found
}

// check returns what is to be said of a call, nil if nothing.
func check(code *cleanup.Code, instr ssa.CallInstruction) *obligation.Finding {
	call := code.Cleanup(instr)
	context := code.Context(instr)
	if call == nil {
		return hidden(code, instr, context)
	}
	fate, fails := code.EndOf(call)
	if !code.IsFlushOnly(call) && context == cleanup.None && !mattersAnywhere(code, call) {
		return nil
	}
	if !fails || fate.Handled() || code.FailsAnyway(instr) || closedElsewhere(code, call) {
		return nil
	}
	strict := fate == cleanup.Waived
	switch call.Kind {
	case cleanup.ReleasePool:
		if code.IsMocked(call.Subject) {
			return nil // nothing is open, and the test knows whether it expects the call
		}
		strict = strict || call.Owner && code.InTest(instr)
	case cleanup.CloseFile:
		if open := code.Origin(call.Subject); open != nil && (isPipe(open) || slices.ContainsFunc(cleanup.Args(open.Common()), code.InTempDir)) {
			return nil // nothing is saved there, or it is deleted with the test
		}
		strict = strict || code.InTest(instr)
	case cleanup.DeleteFile:
		if code.InTempDir(call.Subject) {
			return nil
		}
		strict = strict || !code.IsDatabasePath(call.Subject, instr.Parent())
	case cleanup.FlushWriter:
		sink := code.SinkOf(call.Subject)
		if sink == cleanup.InMemory {
			return nil
		}
		strict = strict || code.InTest(instr) || sink == cleanup.ToPeer || sink == cleanup.SomeWriter && !returnsError(cleanup.Root(instr.Parent()))
	}
	text, pos, end := code.Text(instr)
	f := &obligation.Finding{Pos: pos, End: end, Strict: strict}
	f.Message = fmt.Sprintf("%s: %s", message(fate, text), consequences[call.Kind])
	if fate == cleanup.Dropped {
		f.Fixes = fix(code, call)
	}
	if from := code.Origin(call.Subject); from != nil {
		f.Related = append(f.Related, obligation.Related{Pos: from.Pos(), Message: origins[call.Kind]})
	}
	return f
}

// isPipe reports whether a call makes a pipe: the Close of its end tells the reader that
// there is no more, and loses nothing.
func isPipe(open *ssa.Call) bool {
	obj := cleanup.Callee(open.Common())
	return obj != nil && obj.FullName() == "os.Pipe"
}

// fix lets somebody hear of the error. A database that is to be deleted is tried again
// with that: cleanupretry asks for it at the same place, and two fixes of a place have
// to be one.
func fix(code *cleanup.Code, call *cleanup.Call) []analysis.SuggestedFix {
	if code.TriedOnce(call) {
		if again := code.Again(call.Instr); again != nil {
			return again
		}
	}
	return code.Hear(call.Instr)
}

// hidden reports a function that releases a pool and drops the error.
func hidden(code *cleanup.Code, instr ssa.CallInstruction, context cleanup.Context) *obligation.Finding {
	if context == cleanup.None {
		return nil
	}
	pool := code.DroppedPool(instr)
	if pool == nil || code.IsMocked(pool) {
		return nil
	}
	text, pos, end := code.Text(instr)
	f := &obligation.Finding{Pos: pos, End: end}
	f.Message = fmt.Sprintf("%s closes it and drops the error: %s", text, consequences[cleanup.ReleasePool])
	if from := code.Origin(pool); from != nil {
		f.Related = append(f.Related, obligation.Related{Pos: from.Pos(), Message: origins[cleanup.ReleasePool]})
	}
	return f
}

// mattersAnywhere reports whether a call is to be looked at although it stands in
// no cleanup code: a Commit, and the end of what a function writes that could
// return the error.
func mattersAnywhere(code *cleanup.Code, call *cleanup.Call) bool {
	switch call.Kind {
	case cleanup.Commit:
		return true
	case cleanup.CloseFile, cleanup.FlushWriter:
		// A Flush may be followed by another one, which fails for the same reason.
		return cleanup.Callee(call.Instr.Common()).Name() != "Flush" && !code.InTest(call.Instr) && returnsError(call.Instr.Parent())
	}
	return false
}

// closedElsewhere reports whether a pool, or what is written, is closed, flushed or
// synced a second time, and somebody hears of the error of that.
func closedElsewhere(code *cleanup.Code, call *cleanup.Call) bool {
	var ends []string
	switch call.Kind {
	case cleanup.ReleasePool:
		ends = []string{"Close"}
	case cleanup.CloseFile, cleanup.FlushWriter:
		ends = []string{"Close", "Flush", "Sync", "WriteAll"}
	default:
		return false
	}
	heard := false
	code.Calls(cleanup.Root(call.Instr.Parent()), true, func(other ssa.CallInstruction) {
		if other == call.Instr || heard || call.Kind == cleanup.ReleasePool && !cleanup.MeetOnAPath(call.Instr, other) {
			return
		}
		if slices.Contains(ends, code.MethodOn(other, call.Subject)) || code.ClosesOwner(other, call.Subject) {
			fate, fails := code.ErrorOf(other)
			if end := code.Cleanup(other); end != nil {
				fate, fails = code.EndOf(end)
			}
			heard = fails && fate.Handled()
		}
	})
	return heard
}

func returnsError(fn *ssa.Function) bool {
	results := fn.Signature.Results()
	return results.Len() > 0 && cleanup.IsError(results.At(results.Len()-1).Type())
}

func message(fate cleanup.Fate, text string) string {
	switch fate {
	case cleanup.Waived:
		return "the error of " + text + " is thrown away"
	case cleanup.Tested:
		return "the error of " + text + " is tested, and nothing comes of it"
	case cleanup.Unread:
		return "the error of " + text + " is assigned to a variable that nobody reads after that"
	case cleanup.Overwritten:
		return "the error of " + text + " is overwritten by that of the next round"
	}
	return "the error of " + text + " is dropped"
}

// consequences say what a failure means that nobody hears of.
var consequences = map[cleanup.Kind]string{
	cleanup.ReleasePool:   "connections that stay open go unnoticed",
	cleanup.DeleteFile:    "the file stays, and nobody hears of it",
	cleanup.DropData:      "what is not dropped stays, and nobody hears of it",
	cleanup.StopContainer: "a container that goes on running goes unnoticed",
	cleanup.Commit:        "what is not committed is taken for saved",
	cleanup.CloseFile:     "what could not be written is taken for saved",
	cleanup.FlushWriter:   "what could not be written is taken for saved",
}

var origins = map[cleanup.Kind]string{
	cleanup.ReleasePool:   "opened here",
	cleanup.DeleteFile:    "the path comes from here",
	cleanup.StopContainer: "started here",
	cleanup.Commit:        "begun here",
	cleanup.CloseFile:     "opened for writing here",
	cleanup.FlushWriter:   "made here",
}
