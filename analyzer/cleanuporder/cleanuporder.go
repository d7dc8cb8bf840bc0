package cleanuporder

import (
	_ "embed"
	"fmt"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/cleanup"
	"github.com/leakvet/leakvet/analyzer/internal/obligation"
)

//go:embed doc.go
var doc string

// New returns the rule. The engine finds what concerns resources that come from
// one another; what is deleted under a pool, and what is buffered over a file, is
// found here.
func New(engine *analysis.Analyzer) *analysis.Analyzer {
	return obligation.NewCodeRule("cleanuporder", doc, engine, find)
}

func find(code *cleanup.Code) []obligation.Finding {
	var found []obligation.Finding
	kept := code.KeptPools()
	for _, fn := range code.Roots() {
		found = append(found, keptDeletions(code, fn, kept)...)
		for _, open := range code.Opens(fn) {
			found = append(found, deletions(code, fn, open)...)
		}
		found = append(found, buffers(code, fn)...)
	}
	return found
}

// harms say what comes of a deletion.
var harms = map[cleanup.Kind]string{
	cleanup.DeleteFile:    "deletes the file of %s, which is still open: what it writes from then on is lost, and files stay behind",
	cleanup.DropData:      "drops the database of %s, which is still open: the server waits for its connections, and refuses",
	cleanup.StopContainer: "stops the server of %s, which is still open: its connections break",
}

// deletions reports what a pool stands on and is deleted before it is released.
func deletions(code *cleanup.Code, fn *ssa.Function, open *cleanup.Open) []obligation.Finding {
	releases := code.Releases(open)
	if len(releases) == 0 {
		return nil // it lives on
	}
	opened := code.Moment(open.Call)
	var found []obligation.Finding
	report := func(kind cleanup.Kind, call ssa.CallInstruction, at cleanup.Moment) {
		release := late(releases, at)
		if release == nil || !cleanup.Before(opened, at) || code.IsWithout(open.Call, at) {
			return
		}
		found = append(found, deletion(code, kind, call, open, open.Name, release))
	}
	code.Calls(fn, true, func(call ssa.CallInstruction) {
		kind, what := code.Deletion(call)
		from := open.From
		switch {
		case kind == cleanup.DeleteFile:
			from = open.FromFile
		case slices.ContainsFunc(cleanup.Args(call.Common()), func(a ssa.Value) bool { return open.Holds(code, a) }):
			return // a server that is asked so lets it happen, or never does
		}
		if slices.ContainsFunc(what, func(v ssa.Value) bool { return from(code, v) }) {
			report(kind, call, code.Moment(call))
		}
	})
	code.TempDirs(fn, func(dir *ssa.Call, removed cleanup.Moment) {
		if open.FromFile(code, dir) {
			report(cleanup.DeleteFile, dir, removed)
		}
	})
	return found
}

// deletion returns what is to be said of a call that deletes what a pool stands on.
func deletion(code *cleanup.Code, kind cleanup.Kind, call ssa.CallInstruction, open *cleanup.Open, name string, release ssa.CallInstruction) obligation.Finding {
	text, pos, end := code.Text(call)
	pool := fmt.Sprintf("%s (%s)", name, types.TypeString(open.Type, byName))
	return obligation.Finding{
		Pos: pos, End: end,
		Message: text + " " + fmt.Sprintf(harms[kind], pool),
		Related: []obligation.Related{
			{Pos: open.Call.Pos(), Message: "opened here"},
			{Pos: release.Pos(), Message: "released only here"},
		},
	}
}

// keptDeletions reports files that fn deletes before it releases the pool that a struct
// keeps beside their names.
func keptDeletions(code *cleanup.Code, fn *ssa.Function, kept []cleanup.KeptPool) []obligation.Finding {
	if len(kept) == 0 {
		return nil
	}
	var found []obligation.Finding
	code.Calls(fn, true, func(call ssa.CallInstruction) {
		for _, k := range kept {
			if release := code.ReleasedAfter(call, fn, k); release != nil {
				found = append(found, deletion(code, cleanup.DeleteFile, call, k.Open, k.Pool.Name(), release))
				return // once is enough
			}
		}
	})
	return found
}

// late returns the release that certainly comes after a moment, if none certainly
// comes before it.
func late(releases []cleanup.Event, at cleanup.Moment) ssa.CallInstruction {
	var after ssa.CallInstruction
	for _, r := range releases {
		if cleanup.Before(r.At, at) {
			return nil
		}
		if cleanup.Before(at, r.At) {
			after = r.Instr
		}
	}
	return after
}

// buffers reports files that are closed before the writer over them is flushed.
func buffers(code *cleanup.Code, fn *ssa.Function) []obligation.Finding {
	var found []obligation.Finding
	code.Calls(fn, true, func(made ssa.CallInstruction) {
		w, file := code.Buffer(made)
		if w == nil {
			return
		}
		flushes := events(code, fn, w, "Flush")
		for _, closing := range events(code, fn, file, "Close") {
			flush := late(flushes, closing.At)
			if flush == nil || !cleanup.Before(code.Moment(made), closing.At) || code.IsWithout(made, closing.At) {
				continue
			}
			text, pos, end := code.Text(closing.Instr)
			found = append(found, obligation.Finding{
				Pos: pos, End: end,
				Message: fmt.Sprintf("%s cuts off what %s still holds", text, code.Name(made, 0)),
				Related: []obligation.Related{
					{Pos: made.Pos(), Message: "made here"},
					{Pos: flush.Pos(), Message: "flushed only here"},
				},
			})
		}
	})
	return found
}

// events returns the calls of a method on a value.
func events(code *cleanup.Code, fn *ssa.Function, v ssa.Value, method string) []cleanup.Event {
	var all []cleanup.Event
	code.Calls(fn, true, func(call ssa.CallInstruction) {
		if code.MethodOn(call, v) == method {
			all = append(all, cleanup.Event{At: code.Moment(call), Instr: call})
		}
	})
	return all
}

// byName writes a type as code of another package would.
func byName(p *types.Package) string { return p.Name() }
