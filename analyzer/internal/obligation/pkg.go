package obligation

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/cleanup"
	"github.com/leakvet/leakvet/analyzer/internal/contract"
	"github.com/leakvet/leakvet/analyzer/internal/directive"
	"github.com/leakvet/leakvet/analyzer/internal/enclosing"
	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// A pkg is the analysis of one package.
type pkg struct {
	pass   *analysis.Pass
	index  *contract.Index
	dirs   *directive.Set
	ssa    *ssa.Package
	graphs *flow.Graphs

	funcs     []*ssa.Function // that were built, closures included, by position
	summaries map[*ssa.Function]*Summary
	pending   map[*ssa.Function]bool
	facts     map[*types.Func]*Summary
	owners    map[*types.TypeName]*Owner
	structs   map[*types.Var]*types.Named // by field; nil before it is needed
	stated    stated
	closers   map[types.Type][]string
	embeds    map[*types.Named]closerSet // see mayHave
	trackers  []*tracker
	params    []*tracker
	traces    *tracer
	syntax    *enclosing.Finder
	code      *cleanup.Code
	findings  []Finding
	notes     []Note
	callees   map[*types.Func]callee // but for their bodies
	asks      map[ssa.CallInstruction][]place
	impls     map[*types.Func][]*types.Func // of interface methods
	usages    map[*types.Func]*Usage
	singles   map[any]bool
	borrowers map[recipient]bool     // that are known to borrow, see doubt
	tellers   map[*ssa.Function]bool // see canTell
}

func newPkg(pass *analysis.Pass, index *contract.Index, dirs *directive.Set) *pkg {
	p := &pkg{
		pass: pass, index: index, dirs: dirs,
		graphs:    flow.NewGraphs(),
		summaries: map[*ssa.Function]*Summary{},
		pending:   map[*ssa.Function]bool{},
		facts:     map[*types.Func]*Summary{},
		owners:    map[*types.TypeName]*Owner{},
		closers:   map[types.Type][]string{},
		embeds:    map[*types.Named]closerSet{},
		callees:   map[*types.Func]callee{},
		asks:      map[ssa.CallInstruction][]place{},
		impls:     map[*types.Func][]*types.Func{},
		borrowers: map[recipient]bool{},
		tellers:   map[*ssa.Function]bool{},
		usages:    map[*types.Func]*Usage{},
		syntax:    enclosing.New(pass.Files),
	}
	p.traces = newTracer(p)
	return p
}

// analyse infers the facts of the package and finds what is not released.
func (p *pkg) analyse() []Finding {
	p.readStated()
	relevant := newRelevance(p)
	kept := relevant.keptDecls()
	if len(kept) == 0 && !relevant.initMatters {
		return nil
	}
	p.buildSSA(relevant, kept)
	p.collect()
	p.bindVariables()
	p.code = cleanup.New(p.pass, p.index, p.syntax, p.funcs, cleanFacts{p})
	p.traces.scan(p.funcs)
	p.readLimits()
	p.exportOwners()
	for _, fn := range p.funcs {
		p.guarded(fn, func() { p.summary(fn) })
	}
	p.exportSummaries()
	p.doubt()
	p.exportUsages()
	var findings []Finding
	for _, t := range slices.Concat(p.trackers, p.params) {
		findings = append(findings, t.findings()...)
	}
	p.findings = slices.Concat(findings, p.handedBackFindings(), p.exitFindings(), p.scopeFindings(), p.nestFindings(), p.configFindings())
	return p.findings
}

// guarded runs f and tells a panic: one function that the engine cannot bear
// must not take the others with it.
func (p *pkg) guarded(fn *ssa.Function, f func()) {
	defer func() {
		if r := recover(); r != nil {
			delete(p.pending, fn)
			p.notes = append(p.notes, crash(p.pass, fn.Pos(), fn.String(), r))
		}
	}()
	f()
}

// collect lists the functions that were built, by the names of their files: where
// functions call each other in circles, it depends on the first which of them is
// looked at without the others, and that must not depend on the driver.
func (p *pkg) collect() {
	var add func(fn *ssa.Function)
	add = func(fn *ssa.Function) {
		if len(fn.Blocks) > 0 {
			p.funcs = append(p.funcs, fn)
		}
		for _, anon := range fn.AnonFuncs {
			add(anon)
		}
	}
	files := slices.SortedStableFunc(slices.Values(p.pass.Files), func(a, b *ast.File) int {
		name := func(f *ast.File) string { return p.pass.Fset.PositionFor(f.FileStart, false).Filename }
		return strings.Compare(name(a), name(b))
	})
	for _, f := range files {
		for _, d := range f.Decls {
			if fn := p.declared(d); fn != nil {
				add(fn)
			}
		}
	}
	if init := p.ssa.Func("init"); init != nil {
		add(init)
	}
}

// imported returns the fact about a function of another package, or nil.
func (p *pkg) imported(fn *types.Func) *Summary {
	fn = fn.Origin()
	if s, ok := p.facts[fn]; ok {
		return s
	}
	var s *Summary
	if fn.Pkg() != nil && !isStd(fn.Pkg().Path()) {
		var fact Summary
		if p.pass.ImportObjectFact(fn, &fact) {
			s = &fact
		}
	}
	p.facts[fn] = s
	return s
}

// summaryOf returns what is known of a function by name; fn is its body, if
// it has one here.
func (p *pkg) summaryOf(obj *types.Func, fn *ssa.Function) *Summary {
	if obj.Pkg() != p.pass.Pkg {
		return p.imported(obj)
	}
	if fn != nil && fn.Origin() != nil {
		fn = fn.Origin()
	}
	if fn == nil || len(fn.Blocks) == 0 {
		if local := p.ssa.Prog.FuncValue(obj.Origin()); local != nil {
			fn = local
		}
	}
	if fn == nil {
		return nil
	}
	return p.summary(fn)
}

// exportSummaries makes facts of what importers can ask for.
func (p *pkg) exportSummaries() {
	for _, fn := range p.funcs {
		obj, ok := fn.Object().(*types.Func)
		s := p.summaries[fn]
		if !ok || s == nil || s.isZero() || obj.Pkg() != p.pass.Pkg || obj.Name() == "init" || obj.Name() == "main" {
			continue
		}
		p.pass.ExportObjectFact(obj, s)
	}
}

// resourceOf returns the resource that values of type t are by their type, or nil.
func (p *pkg) resourceOf(t types.Type) *resource {
	entry := p.index.Resource(t)
	if entry == nil {
		return nil
	}
	return &resource{typ: typeString(t), entry: entry, class: entry.Class}
}

// fromFact returns the resource that a fact describes, for a value of type t,
// or nil if the type gives no way to release it.
func (p *pkg) fromFact(o Owed, t types.Type) *resource {
	r := &resource{typ: typeString(t), class: o.Class, byName: o.ByName}
	if elem := elementOf(t); elem != nil {
		t = elem // each of them owes it
	}
	if o.Path != "" {
		r.entry = p.index.Named(o.Path, o.Name)
		if r.entry == nil {
			return nil
		}
		if p.index.Resource(t) == r.entry || r.hasPeer() {
			return r
		}
		// It comes as an interface or a wrapper: only its methods tell.
		r.entry, r.methods = nil, p.closersOf(t)
	} else {
		for _, m := range o.Release {
			if hasMethod(t, m) {
				r.methods = append(r.methods, m)
			}
		}
	}
	if len(r.methods) == 0 {
		return nil
	}
	return r
}
