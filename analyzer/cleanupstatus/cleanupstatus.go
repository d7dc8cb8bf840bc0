package cleanupstatus

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
	return obligation.NewCodeRule("cleanupstatus", doc, engine, find)
}

func find(code *cleanup.Code) []obligation.Finding {
	var found []obligation.Finding
	for _, fn := range code.Roots() {
		hides := hiding(code, fn)
		if hides == nil {
			continue
		}
		code.Calls(fn, true, func(call ssa.CallInstruction) {
			if f := check(code, call, hides); f != nil {
				found = append(found, *f)
			}
		})
	}
	return found
}

// A hider tells whether, and how, a function reports success although a call in it
// has failed; "" if it does not.
type hider func(call ssa.CallInstruction) (how string, strict bool)

// hiding returns how fn tells of its success, nil if it does not.
func hiding(code *cleanup.Code, fn *ssa.Function) hider {
	switch {
	case code.IsMain(fn) || fn.Name() == "TestMain":
		return func(call ssa.CallInstruction) (string, bool) { return exits(code, fn, call) }
	case code.IsStatus(fn):
		return func(call ssa.CallInstruction) (string, bool) {
			if code.MayReturn(call, fn, cleanup.Zero) {
				return fn.Name() + " returns the status of a success", false
			}
			return "", false
		}
	case !cleanup.IsCleanupName(fn.Name()):
		return nil
	case cleanup.SaysWhetherItFailed(fn):
		return func(call ssa.CallInstruction) (string, bool) {
			if code.MayReturn(call, fn, code.Succeeds) {
				return fn.Name() + " reports success", false
			}
			return "", false
		}
	case fn.Signature.Results().Len() == 0:
		return func(call ssa.CallInstruction) (string, bool) {
			if fate, _ := code.OutcomeOf(call); fate != cleanup.Logged {
				return "", false // cleanuperr reports it
			}
			return fn.Name() + " tells nobody", true
		}
	}
	return nil
}

// exits returns how main or TestMain ends after a call has failed.
func exits(code *cleanup.Code, fn *ssa.Function, call ssa.CallInstruction) (string, bool) {
	if code.Context(call) == cleanup.Deferred {
		return "the process reports success", true
	}
	if fn.Name() == "TestMain" && code.Context(call) != cleanup.AfterTests {
		return "", false
	}
	switch exit, status := code.ExitAfter(call, fn); {
	case exit == nil:
		return "the process reports success", fn.Name() != "TestMain"
	case status != nil && cleanup.IsFailure(status):
		return "", false
	}
	return "the process exits as if it had not", false
}

// check returns what is to be said of a call, nil if nothing.
func check(code *cleanup.Code, call ssa.CallInstruction, hides hider) *obligation.Finding {
	if !matters(code, call) || code.FailsAnyway(call) {
		return nil
	}
	fate, says := code.OutcomeOf(call)
	if !says || fate == cleanup.Told {
		return nil
	}
	how, strict := hides(call)
	if how == "" {
		return nil
	}
	text, pos, end := code.Text(call)
	f := &obligation.Finding{Pos: pos, End: end, Strict: strict || fate == cleanup.Waived}
	f.Message = text + " may fail and " + how + ": its error is " + fates[fate]
	return f
}

var fates = map[cleanup.Fate]string{
	cleanup.Dropped:     "dropped",
	cleanup.Waived:      "thrown away",
	cleanup.Tested:      "tested, and nothing comes of it",
	cleanup.Unread:      "assigned to a variable that nobody reads after that",
	cleanup.Overwritten: "overwritten by that of the next round",
	cleanup.Logged:      "only logged",
}

// matters reports whether a call cleans up something that counts: by what it
// releases, or because the package has it do so.
func matters(code *cleanup.Code, instr ssa.CallInstruction) bool {
	call := code.Cleanup(instr)
	if call == nil {
		obj := cleanup.Callee(instr.Common())
		return obj != nil && cleanup.IsCleanupName(obj.Name()) && code.CallsCleanup(instr)
	}
	switch call.Kind {
	case cleanup.DeleteFile:
		return code.IsDatabasePath(call.Subject, instr.Parent())
	case cleanup.FlushWriter:
		return code.SinkOf(call.Subject) == cleanup.InFile
	}
	return true
}
