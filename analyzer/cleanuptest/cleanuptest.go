package cleanuptest

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
	return obligation.NewCodeRule("cleanuptest", doc, engine, find)
}

func find(code *cleanup.Code) []obligation.Finding {
	var found []obligation.Finding
	for _, fn := range code.Funcs {
		if !code.TakesTest(fn) {
			continue
		}
		subtests := code.Subtests(fn)
		found = append(found, parallel(code, fn, subtests)...)
		found = append(found, goroutines(code, fn)...)
		found = append(found, registered(code, subtests)...)
	}
	return append(found, suites(code)...)
}

// parallel reports what fn defers although its parallel subtests use it.
func parallel(code *cleanup.Code, fn *ssa.Function, subtests []cleanup.Subtest) []obligation.Finding {
	var found []obligation.Finding
	code.Calls(fn, false, func(call ssa.CallInstruction) {
		d, ok := call.(*ssa.Defer)
		if !ok {
			return
		}
		places := code.PlacesOf(code.Released(d))
		for _, s := range subtests {
			if s.Parallel == nil || !cleanup.MeetOnAPath(d, s.Run) || !code.SubtestUses(s, places) {
				continue
			}
			text, pos, end := code.Text(d)
			found = append(found, obligation.Finding{
				Pos: pos, End: end,
				Message: text + " runs when the function returns, before its parallel subtests, which use what it releases: use t.Cleanup",
				Fixes:   code.Register(d),
				Related: []obligation.Related{
					{Pos: s.Run.Pos(), Message: "the subtest that uses it"},
					{Pos: s.Parallel.Pos(), Message: "it goes on after the function here"},
				},
			})
			return
		}
	})
	return found
}

// goroutines reports what fn defers although a goroutine uses it which nobody
// waits for.
func goroutines(code *cleanup.Code, fn *ssa.Function) []obligation.Finding {
	if code.Waits(fn) {
		return nil
	}
	var found []obligation.Finding
	code.Calls(fn, false, func(call ssa.CallInstruction) {
		d, ok := call.(*ssa.Defer)
		if !ok {
			return
		}
		places := code.PlacesOf(code.Databases(code.Released(d)))
		code.Calls(fn, false, func(call ssa.CallInstruction) {
			g, ok := call.(*ssa.Go)
			if !ok || len(places) == 0 || !cleanup.MeetOnAPath(d, g) {
				return
			}
			if code.StartedUses(g, places) {
				text, pos, end := code.Text(d)
				found = append(found, obligation.Finding{
					Pos: pos, End: end,
					Message: text + " runs while a goroutine that the test does not wait for may still use what it releases",
					Related: []obligation.Related{{Pos: g.Pos(), Message: "started here"}},
				})
				places = nil // once is enough
			}
		})
	})
	return found
}

// registered reports what belongs to the test and is released when a subtest
// is over, although it is used after that.
func registered(code *cleanup.Code, subtests []cleanup.Subtest) []obligation.Finding {
	var found []obligation.Finding
	for _, s := range subtests {
		code.Calls(s.Body, true, func(call ssa.CallInstruction) {
			clean := code.Registered(call)
			if clean == nil || code.TestOf(call) != s.Body {
				return
			}
			var values []ssa.Value
			code.Calls(clean, true, func(inner ssa.CallInstruction) { values = append(values, code.Released(inner)...) })
			places := code.PlacesOf(code.MadeBefore(values, s.Run))
			use := code.UsedAfter(s.Run, places)
			if use == nil {
				return
			}
			text, pos, end := code.Text(call)
			found = append(found, obligation.Finding{
				Pos: pos, End: end,
				Message: text + " runs when the subtest is over, but what it releases is used after that: register it with the test that made it",
				Related: []obligation.Related{{Pos: use.Pos(), Message: "it is used here after the subtest"}},
			})
		})
	}
	return found
}
