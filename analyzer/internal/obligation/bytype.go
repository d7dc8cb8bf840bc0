package obligation

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// byType returns the results of unknown code that are one-shot handles, or that
// it opens by its name.
//
// Only what can fail acquires: without an error beside it, it is an accessor
// more often than not, but for what is named for making an iterator.
func (p *pkg) byType(call ssa.CallInstruction, results *types.Tuple) []*site {
	var sites []*site
	fails := endsInError(results)
	for i := range results.Len() {
		t := results.At(i).Type()
		res := p.oneShot(t)
		if res == nil && fails {
			res = p.opened(openingName(call, t), t)
		}
		if res == nil || p.lendsResult(call, i) {
			continue
		}
		if res.byName && (p.isTestCode(call) && !begins(call) || p.inTest(call) || res.isRelease("Rollback") && !begins(call)) {
			continue // of a mock, or lent
		}
		if res.entry != nil && res.entry.Drain == "" && !call.Common().IsInvoke() && p.isTestCode(call) {
			continue // a test's own func makes it up
		}
		if fails || res.entry != nil && res.entry.Release == "" || p.makesIterator(call, t) {
			sites = append(sites, &site{call: call, index: i, typ: t, res: res})
		}
	}
	return sites
}

// oneShot returns the resource that values of type t are if nobody lends such
// values: what the table says of its types, and iterators, by their shape.
func (p *pkg) oneShot(t types.Type) *resource {
	if res := p.resourceOf(t); res != nil {
		if !res.entry.ByType {
			return nil
		}
		return res
	}
	if methods := p.shapeClosers(t); len(methods) > 0 {
		return &resource{typ: typeString(t), methods: methods, byName: true}
	}
	return nil
}

// shapeClosers returns the methods that release values of type t if its shape
// tells what they are: iterators have a Next and a method to be done with them,
// transactions end by Commit or Rollback.
func (p *pkg) shapeClosers(t types.Type) []string {
	named := namedOf(t)
	if named == nil || named.Obj().Pkg() == nil || isStd(named.Obj().Pkg().Path()) || p.index.Knows(named.Obj().Pkg().Path()) {
		return nil
	}
	if !p.mayOwe(t) {
		return nil // its methods are known to release nothing
	}
	all := p.closersOf(t)
	if slices.Contains(all, "Commit") && slices.Contains(all, "Rollback") {
		return []string{"Commit", "Rollback"}
	}
	var methods []string
	for _, m := range all {
		switch m {
		case "Close", "Stop", "Release":
			methods = append(methods, m)
		}
	}
	if len(methods) == 0 || !hasMethod(t, "Next") {
		return nil
	}
	return methods
}

// makesIterator reports whether an interface's method is named for making what it
// returns, an iterator by its type's name and shape.
func (p *pkg) makesIterator(call ssa.CallInstruction, t types.Type) bool {
	named := namedOf(t)
	return call.Common().IsInvoke() && strings.HasPrefix(capital(call.Common().Method.Name()), "New") &&
		named != nil && isStream(named) && hasMethod(t, "Next") && len(p.shapeClosers(t)) > 0
}

// isTestCode reports whether a call stands in a file that is about tests: what
// it gets may be a mock.
func (p *pkg) isTestCode(call ssa.CallInstruction) bool {
	if p.inTest(call) {
		return true
	}
	for _, f := range p.pass.Files {
		if f.FileStart <= call.Common().Pos() && call.Common().Pos() < f.FileEnd {
			return slices.ContainsFunc(f.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == `"testing"` })
		}
	}
	return false
}

// begins reports whether a call is named as one that begins a transaction: what
// else returns one lends it.
func begins(call ssa.CallInstruction) bool {
	obj, _ := calledFunc(call.Common())
	return obj != nil && strings.HasPrefix(obj.Name(), "Begin")
}

// openers are the words with which the names of functions begin that hand out
// something new.
var openers = []string{"Open", "Dial", "Connect", "New", "Create", "Accept", "Subscribe"}

// openerEnds are the words with which they end.
var openerEnds = []string{"Snapshot", "Iterator", "Cursor"}

// isOpener reports whether a function is named as one that opens something.
func isOpener(name string) bool {
	name = capital(name)
	return slices.ContainsFunc(openers, func(o string) bool { return strings.HasPrefix(name, o) }) ||
		slices.ContainsFunc(openerEnds, func(o string) bool { return strings.HasSuffix(name, o) })
}

// streams are the words with which the names of types end whose values are good
// for one use.
var streams = []string{"Reader", "ReaderAt", "Writer", "Stream", "Iterator", "Cursor", "Snapshot", "Subscription"}

// isStream reports whether t is an interface of streams, by its name: of those
// who may fail nobody lends them.
func isStream(t *types.Named) bool {
	name := t.Obj().Name()
	return types.IsInterface(t) && (t.Obj().Pkg().Path() == "io" || !isStd(t.Obj().Pkg().Path()) &&
		slices.ContainsFunc(streams, func(s string) bool { return strings.HasSuffix(name, s) }))
}

// opened returns the resource that values of type t are if unknown code of that
// name, which may fail, hands them out: an interface that asks to be closed or
// an inferred owner, if the name says that it is opened, and streams.
func (p *pkg) opened(name string, t types.Type) *resource {
	named := namedOf(t)
	asks := func(method string) bool { return hasMethod(t, method) }
	if named == nil || named.Obj().Pkg() == nil || !slices.ContainsFunc([]string{"Close", "Release", "CloseWithError"}, asks) {
		return nil
	}
	path := named.Obj().Pkg().Path()
	switch {
	case isStream(named) && name != "" && (path == "io" || !p.index.Knows(path)):
	case isOpener(name) && !isStd(path) && !p.index.Knows(path):
	default:
		return nil
	}
	if !types.IsInterface(named) && !p.mayOwe(t) {
		return nil
	}
	methods := slices.Clone(p.closersOf(t))
	if hasMethod(t, "Cancel") {
		methods = append(methods, "Cancel")
	}
	return &resource{typ: typeString(t), methods: methods, byName: true}
}

// openingName returns the name by which a call may open a value of type t: that of
// what is called, or else of the function that it stands in, if that returns such
// values too: a constructor that looks up how one is made.
func openingName(call ssa.CallInstruction, t types.Type) string {
	if name := calledName(call.Common()); name != "" {
		return name
	}
	for v := range call.Parent().Signature.Results().Variables() {
		if types.Identical(v.Type(), t) {
			return call.Parent().Name()
		}
	}
	return ""
}

// calledName returns the name by which unknown code is called: that of an
// interface's method, or of the field, parameter or variable that holds a func;
// "" if it has none.
func calledName(common *ssa.CallCommon) string {
	if common.IsInvoke() {
		return common.Method.Name()
	}
	switch v := common.Value.(type) {
	case *ssa.Parameter:
		return v.Name()
	case *ssa.FreeVar:
		return v.Name()
	case *ssa.UnOp:
		switch x := v.X.(type) {
		case *ssa.FieldAddr:
			return flow.FieldVar(x).Name()
		case *ssa.Global:
			return x.Name()
		case *ssa.FreeVar:
			return x.Name()
		}
	case *ssa.Field:
		if f := flow.FieldOf(v.X.Type(), v.Field); f != nil {
			return f.Name()
		}
	}
	return ""
}

// capital returns name with a capital.
func capital(name string) string {
	if name == "" {
		return ""
	}
	return strings.ToUpper(name[:1]) + name[1:]
}
