package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"sort"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/cleanup"
)

// relevance finds the functions of the package that can matter: those that
// mention something of the table, a function or type with a fact, or a method
// that may release. Most packages have none, and cost one walk over the uses
// of names.
type relevance struct {
	p       *pkg
	decls   []*ast.FuncDecl // of the package, in order of position
	keep    []bool
	clean   []bool // cleans up, and matters to nobody else
	memo    map[types.Object]bool
	local   map[types.Object]int
	carrier map[types.Type]bool
	refs    [][]int // decl → the decls it is mentioned in
	// callers are the decls that mention a package variable that holds a func.
	callers map[types.Object][]int
	// inits are the initializers of package variables that may tell something of
	// what is kept; initMatters: a function in one of them can matter itself.
	inits       []*types.Initializer
	initMatters bool
}

// newRelevance finds what can matter.
func newRelevance(p *pkg) *relevance {
	r := &relevance{p: p, memo: map[types.Object]bool{}, local: map[types.Object]int{}, carrier: map[types.Type]bool{}, callers: map[types.Object][]int{}}
	for _, f := range p.pass.Files {
		for _, d := range f.Decls {
			if d, ok := d.(*ast.FuncDecl); ok && d.Body != nil && d.Name.Name != "_" {
				r.decls = append(r.decls, d)
			}
		}
	}
	slices.SortFunc(r.decls, func(a, b *ast.FuncDecl) int { return int(a.Pos() - b.Pos()) })
	r.keep = make([]bool, len(r.decls))
	r.clean = make([]bool, len(r.decls))
	r.refs = make([][]int, len(r.decls))
	info := p.pass.TypesInfo
	for i, d := range r.decls {
		obj := info.Defs[d.Name]
		if obj == nil {
			continue
		}
		r.local[obj] = i
		if fn, ok := obj.(*types.Func); ok && (r.hasTelling(fn.Signature()) || endsInPanic(d) || len(p.dirs.Ownership(d)) > 0) {
			r.keep[i] = true
		}
	}
	var outside []token.Pos // of what stands in no function and can matter
	for id, obj := range info.Uses {
		switch o := obj.(type) {
		case *types.Func:
			obj = o.Origin()
		case *types.Var:
			if !isFunc(o.Type()) {
				continue
			}
		default:
			continue
		}
		i := r.declAt(id)
		j, local := r.local[obj]
		switch {
		case i < 0:
			if local || r.interesting(obj) {
				outside = append(outside, id.Pos())
			}
			continue
		case local:
			r.refs[j] = append(r.refs[j], i)
		case obj.Parent() == p.pass.Pkg.Scope():
			r.callers[obj] = append(r.callers[obj], i)
		}
		if !r.keep[i] && r.interesting(obj) {
			r.keep[i] = true
		}
		if fn, ok := obj.(*types.Func); ok && !r.keep[i] && cleanup.MayCleanUp(p.index, fn) {
			r.clean[i] = true
		}
	}
	r.findInits(outside)
	r.spread()
	return r
}

// keptDecls returns the declarations of the functions that can matter.
func (r *relevance) keptDecls() []*ast.FuncDecl {
	var kept []*ast.FuncDecl
	for i, d := range r.decls {
		if r.keep[i] || r.clean[i] {
			kept = append(kept, d)
		}
	}
	return kept
}

// findInits finds the initializers in which something that can matter stands, at
// one of the positions, or a function literal. The others, tables and sentinels,
// are many and large.
func (r *relevance) findInits(matters []token.Pos) {
	slices.Sort(matters)
	for _, init := range r.p.pass.TypesInfo.InitOrder {
		i, _ := slices.BinarySearch(matters, init.Rhs.Pos())
		within, holds := i < len(matters) && matters[i] < init.Rhs.End(), holdsFunc(init.Rhs)
		if within || holds {
			r.inits = append(r.inits, init)
		}
		r.initMatters = r.initMatters || within && holds
		if within && len(init.Lhs) == 1 {
			for _, i := range r.callers[init.Lhs[0]] {
				r.keep[i] = true // it calls what matters, see bindVariables
			}
		}
	}
}

// holdsFunc reports whether a function literal stands in an expression.
func holdsFunc(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		_, is := n.(*ast.FuncLit)
		found = found || is
		return !found
	})
	return found
}

// spread keeps what mentions a function that is kept, and looks at what mentions
// one that may delete the file that it is given the name of.
func (r *relevance) spread() {
	spread(r.keep, r.refs)
	named := make([]bool, len(r.decls))
	for i, d := range r.decls {
		named[i] = r.clean[i] && r.takesText(d)
	}
	spread(named, r.refs)
	for i := range named {
		r.clean[i] = r.clean[i] || named[i]
	}
}

// spread marks what refers to something that is marked.
func spread(marked []bool, refs [][]int) {
	var work []int
	for i, m := range marked {
		if m {
			work = append(work, i)
		}
	}
	for len(work) > 0 {
		i := work[len(work)-1]
		work = work[:len(work)-1]
		for _, j := range refs[i] {
			if !marked[j] {
				marked[j] = true
				work = append(work, j)
			}
		}
	}
}

// takesText reports whether a function has a string parameter.
func (r *relevance) takesText(d *ast.FuncDecl) bool {
	fn, ok := r.p.pass.TypesInfo.Defs[d.Name].(*types.Func)
	if !ok {
		return false
	}
	for v := range fn.Signature().Params().Variables() {
		if types.Identical(v.Type(), types.Typ[types.String]) {
			return true
		}
	}
	return false
}

// declAt returns the index of the declaration in which id stands, or -1.
func (r *relevance) declAt(id *ast.Ident) int {
	i := sort.Search(len(r.decls), func(i int) bool { return r.decls[i].End() > id.Pos() })
	if i < len(r.decls) && r.decls[i].Pos() <= id.Pos() {
		return i
	}
	return -1
}

// endsInPanic reports whether a function may be one that never returns.
func endsInPanic(d *ast.FuncDecl) bool {
	if len(d.Body.List) == 0 {
		return false
	}
	stmt, ok := d.Body.List[len(d.Body.List)-1].(*ast.ExprStmt)
	if !ok {
		return false
	}
	call, ok := stmt.X.(*ast.CallExpr)
	if !ok {
		return false
	}
	id, ok := call.Fun.(*ast.Ident)
	return ok && id.Name == "panic"
}

// hasTelling reports whether a function's signature makes it relevant: it may
// call a func argument, return only if an error is nil, release, keep or hand
// on a parameter, or lend what it returns.
func (r *relevance) hasTelling(sig *types.Signature) bool {
	for i := range sig.Params().Len() {
		t := sig.Params().At(i).Type()
		if isErrorType(t) || r.carries(t, 0) {
			return true
		}
	}
	for i := range sig.Results().Len() {
		if t := sig.Results().At(i).Type(); !isErrorType(t) && r.carries(t, 0) {
			return true
		}
	}
	return false
}

// carries reports whether values of type t may be, or contain, something to
// release: by their methods, or because nothing is known of them.
func (r *relevance) carries(t types.Type, depth int) bool {
	if has, ok := r.carrier[t]; ok {
		return has
	}
	r.carrier[t] = false // recursive types
	has := isFunc(t) || r.p.index.Resource(t) != nil
	switch u := types.Unalias(t).(type) {
	case *types.TypeParam:
		has = true
	case *types.Slice:
		has = has || depth < 3 && r.carries(u.Elem(), depth+1)
	case *types.Map:
		has = has || depth < 3 && r.carries(u.Elem(), depth+1)
	case *types.Array:
		has = has || depth < 3 && r.carries(u.Elem(), depth+1)
	case *types.Chan:
		has = has || depth < 3 && r.carries(u.Elem(), depth+1)
	case *types.Basic:
	default:
		has = has || isUseOnly(t) && !isStdType(t) || isReaderOrWriter(t) || r.mayOwe(t) || r.p.isCarrier(t)
	}
	r.carrier[t] = has
	return has
}

// mayOwe reports whether values of type t may have to be released, as far as that is
// known before the functions are built: of a type of another package by its fact, of one
// of this package by what it may have in it, of one of the standard library by the table.
// What is not in that may close something that is: a *gzip.Reader does.
func (r *relevance) mayOwe(t types.Type) bool {
	named := namedOf(t)
	switch {
	case named == nil || named.Obj().Pkg() == nil || types.IsInterface(named):
		return len(r.p.tellingMethods(t)) > 0
	case isStd(named.Obj().Pkg().Path()):
		return r.p.index.Resource(t) != nil || slices.Contains(r.p.closersOf(t), "Close")
	case named.Obj().Pkg() != r.p.pass.Pkg:
		return r.p.mayOwe(t)
	}
	return r.p.index.Resource(t) != nil || len(r.p.tellingMethods(t)) > 0 && r.mayOwn(named)
}

// mayOwn reports whether a type of the package may have something to release in it.
func (r *relevance) mayOwn(named *types.Named) bool {
	st, ok := named.Underlying().(*types.Struct)
	return ok && r.mayHold(st, map[types.Type]bool{})
}

// mayHold reports whether there may be something to release in a value of type t, at
// any depth: a method may reach it through parts that have no methods themselves.
func (r *relevance) mayHold(t types.Type, seen map[types.Type]bool) bool {
	if seen[t] {
		return false
	}
	seen[t] = true
	switch u := t.Underlying().(type) {
	case *types.Struct:
		for f := range u.Fields() {
			if r.carries(f.Type(), 0) || r.mayHold(f.Type(), seen) {
				return true
			}
		}
	case interface{ Elem() types.Type }: // a pointer, a slice, an array, a map, a channel
		return r.mayHold(u.Elem(), seen)
	}
	return false
}

// interesting reports whether a mention of obj makes a function relevant.
func (r *relevance) interesting(obj types.Object) bool {
	if is, ok := r.memo[obj]; ok {
		return is
	}
	is := r.isInteresting(obj)
	r.memo[obj] = is
	return is
}

func (r *relevance) isInteresting(obj types.Object) bool {
	p := r.p
	if v, ok := obj.(*types.Var); ok {
		sig, ok := v.Type().Underlying().(*types.Signature)
		return ok && (p.stated.funcs[v] != nil || p.givesByType(v.Name(), sig) || v.IsField() && isReleaseFunc(sig))
	}
	fn, ok := obj.(*types.Func)
	if !ok {
		return false
	}
	if p.index.Acquires(fn) != nil {
		return true
	}
	if fn.Pkg() == nil {
		return false
	}
	if c := p.index.Func(fn); c != nil && (c.NoReturn || len(c.Releases)+len(c.Takes)+len(c.Wraps)+len(c.CallsLater)+len(c.Teardowns)+len(c.Asks) > 0) {
		return true
	}
	sig := fn.Signature()
	if sig.Recv() != nil && (slices.Contains(limiters, fn.Name()) || fn.Name() == "Scan" || isCloser(fn.Name()) && r.mayOwe(sig.Recv().Type())) {
		return true
	}
	if p.givesByType(fn.Name(), sig) || p.stated.methods[fn] != nil {
		return true
	}
	return fn.Pkg() != p.pass.Pkg && p.imported(fn) != nil
}

// givesByType reports whether what has the name and the signature may hand out
// a handle, judging by these.
func (p *pkg) givesByType(name string, sig *types.Signature) bool {
	fails := endsInError(sig.Results())
	for i := range sig.Results().Len() {
		t := sig.Results().At(i).Type()
		if p.oneShot(t) != nil || fails && p.opened(name, t) != nil {
			return true
		}
	}
	return false
}

// isStdType reports whether t is declared in the standard library: nothing of
// a user's is kept by what is known by such an interface, readers and writers
// excepted.
func isStdType(t types.Type) bool {
	named := namedOf(t)
	return named != nil && (named.Obj().Pkg() == nil || isStd(named.Obj().Pkg().Path()))
}

// buildSSA builds the kept functions of the package and the initializers that are
// relevant, and declares the rest.
func (p *pkg) buildSSA(r *relevance, kept []*ast.FuncDecl) {
	keep := map[*ast.FuncDecl]bool{}
	for _, d := range p.bearable(kept) {
		keep[d] = true
	}
	files := make([]*ast.File, len(p.pass.Files))
	for i, f := range p.pass.Files {
		files[i] = stripped(f, keep)
	}
	info := *p.pass.TypesInfo
	info.InitOrder = r.inits
	prog := ssa.NewProgram(p.pass.Fset, ssa.BuildSerially|ssa.BareInits)
	for _, imp := range r.mentionedPackages() {
		prog.CreatePackage(imp, nil, nil, true)
	}
	p.ssa = prog.CreatePackage(p.pass.Pkg, files, &info, false)
	p.ssa.Build()
}

// stripped returns a copy of the file in which the functions that are not kept
// have no bodies.
func stripped(f *ast.File, keep map[*ast.FuncDecl]bool) *ast.File {
	c := *f
	c.Decls = make([]ast.Decl, len(f.Decls))
	for i, d := range f.Decls {
		if fd, ok := d.(*ast.FuncDecl); ok && !keep[fd] && fd.Body != nil {
			bodiless := *fd
			bodiless.Body = nil
			d = &bodiless
		}
		c.Decls[i] = d
	}
	return &c
}

// mentionedPackages returns the packages of which package-level objects are used
// in what is built: only these need to be known to the SSA builder.
func (r *relevance) mentionedPackages() []*types.Package {
	seen := map[*types.Package]bool{r.p.pass.Pkg: true}
	var pkgs []*types.Package
	for id, obj := range r.p.pass.TypesInfo.Uses {
		imp := obj.Pkg()
		if imp == nil || seen[imp] || obj.Parent() != imp.Scope() {
			continue
		}
		if i := r.declAt(id); i < 0 || r.keep[i] || r.clean[i] {
			seen[imp] = true
			pkgs = append(pkgs, imp)
		}
	}
	slices.SortFunc(pkgs, func(a, b *types.Package) int {
		switch {
		case a.Path() < b.Path():
			return -1
		case a.Path() > b.Path():
			return 1
		}
		return 0
	})
	return pkgs
}
