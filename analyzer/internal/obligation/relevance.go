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
	// vars are the declarations of package variables that hold functions.
	vars []*ast.GenDecl
	// init: such a function can matter.
	init bool
}

// relevantDecls returns the declarations of the functions that can matter.
func (p *pkg) relevantDecls() (kept []*ast.FuncDecl, initializers bool) {
	r := &relevance{p: p, memo: map[types.Object]bool{}, local: map[types.Object]int{}, carrier: map[types.Type]bool{}}
	for _, f := range p.pass.Files {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Body != nil && d.Name.Name != "_" {
					r.decls = append(r.decls, d)
				}
			case *ast.GenDecl:
				if d.Tok == token.VAR && holdsFunc(d) {
					r.vars = append(r.vars, d)
				}
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
	for id, obj := range info.Uses {
		if fn, ok := obj.(*types.Func); ok {
			obj = fn.Origin()
		}
		i := r.declAt(id)
		if i < 0 {
			r.init = r.init || r.inVar(id) && r.interesting(obj)
			continue
		}
		if j, ok := r.local[obj]; ok {
			r.refs[j] = append(r.refs[j], i)
		}
		if !r.keep[i] && r.interesting(obj) {
			r.keep[i] = true
		}
		if fn, ok := obj.(*types.Func); ok && !r.keep[i] && cleanup.MayCleanUp(p.index, fn) {
			r.clean[i] = true
		}
	}
	r.spread()
	for i, d := range r.decls {
		if r.keep[i] || r.clean[i] {
			kept = append(kept, d)
		}
	}
	return kept, r.init
}

// holdsFunc reports whether a function literal stands in a declaration.
func holdsFunc(d *ast.GenDecl) bool {
	found := false
	ast.Inspect(d, func(n ast.Node) bool {
		_, is := n.(*ast.FuncLit)
		found = found || is
		return !found
	})
	return found
}

// inVar reports whether id stands in the declaration of a package variable that
// holds a function.
func (r *relevance) inVar(id *ast.Ident) bool {
	return slices.ContainsFunc(r.vars, func(d *ast.GenDecl) bool { return d.Pos() <= id.Pos() && id.Pos() < d.End() })
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
		has = has || isUseOnly(t) && !isStdType(t) || isReaderOrWriter(t) || len(r.p.tellingMethods(t)) > 0 || r.p.isCarrier(t)
	}
	r.carrier[t] = has
	return has
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
	if sig.Recv() != nil && (slices.Contains(limiters, fn.Name()) || isCloser(fn.Name()) || fn.Name() == "Scan") {
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

// buildSSA builds the relevant functions of the package, and declares the rest.
func (p *pkg) buildSSA(kept []*ast.FuncDecl) {
	keep := make(map[*ast.FuncDecl]bool, len(kept))
	for _, d := range kept {
		keep[d] = true
	}
	files := make([]*ast.File, len(p.pass.Files))
	for i, f := range p.pass.Files {
		files[i] = stripped(f, keep)
	}
	prog := ssa.NewProgram(p.pass.Fset, ssa.BuildSerially|ssa.BareInits)
	for _, imp := range p.mentionedPackages() {
		prog.CreatePackage(imp, nil, nil, true)
	}
	p.ssa = prog.CreatePackage(p.pass.Pkg, files, p.pass.TypesInfo, false)
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

// mentionedPackages returns the packages of which package-level objects are
// used: only these need to be known to the SSA builder.
func (p *pkg) mentionedPackages() []*types.Package {
	seen := map[*types.Package]bool{p.pass.Pkg: true}
	var pkgs []*types.Package
	for _, obj := range p.pass.TypesInfo.Uses {
		imp := obj.Pkg()
		if imp != nil && !seen[imp] && obj.Parent() == imp.Scope() {
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
