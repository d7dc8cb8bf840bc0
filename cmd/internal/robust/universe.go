package robust

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/leakvet/leakvet/analyzer"
)

// A Universe holds packages that were listed, and type-checks them from their source,
// as often as wanted. Nothing is compiled.
type Universe struct {
	roots []*packages.Package // without syntax and types
	deps  map[string]*types.Package
	fset  *token.FileSet // of the dependencies
}

// List lists the packages that the patterns match in a directory, and what they
// depend on. Packages that cannot be loaded are left out, and returned with the reason.
func List(ctx context.Context, dir string, env []string, patterns ...string) (u *Universe, broken []error, err error) {
	roots, err := packages.Load(&packages.Config{
		Context: ctx, Dir: dir, Env: env,
		Mode: packages.NeedName | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedDeps | packages.NeedModule | packages.NeedTypesSizes,
	}, patterns...)
	if err != nil {
		return nil, nil, fmt.Errorf("list %v in %s: %w", patterns, dir, err)
	}
	u = &Universe{deps: map[string]*types.Package{"unsafe": types.Unsafe}, fset: token.NewFileSet()}
	for _, p := range roots {
		switch {
		case len(p.Errors) > 0:
			broken = append(broken, p.Errors[0])
		case len(p.CompiledGoFiles) > 0:
			u.roots = append(u.roots, p)
		}
	}
	return u, broken, nil
}

// A View says how the packages of a universe are seen.
type View struct {
	// Prefix is put before the paths of the roots: leakvet does not look at the
	// standard library, but does at a copy of it.
	Prefix string
	// Copies lets the copies import each other, instead of what they are copies of:
	// then nothing is known of them but what is learned from their source.
	Copies bool
	// Seed is for the order of the files.
	Seed uint64
}

// Load type-checks the roots, and those dependencies of which something can be
// learned. What is ill-typed is left out.
func (u *Universe) Load(v View) ([]*packages.Package, []error) {
	l := &loader{Universe: u, view: v, fset: token.NewFileSet(), done: map[string]*packages.Package{}, rng: rand.New(rand.NewPCG(v.Seed, 0)), isRoot: map[string]bool{}}
	for _, p := range u.roots {
		l.isRoot[p.ID] = true
	}
	var loaded []*packages.Package
	for _, p := range u.roots {
		if c := l.load(p); c.Types != nil && !c.IllTyped {
			loaded = append(loaded, c)
		}
	}
	return loaded, l.errs
}

// A loader type-checks once.
type loader struct {
	*Universe
	view   View
	fset   *token.FileSet
	done   map[string]*packages.Package // by ID
	rng    *rand.Rand
	isRoot map[string]bool
	errs   []error
}

// load returns the package with its syntax and types.
func (l *loader) load(p *packages.Package) *packages.Package {
	if c, ok := l.done[p.ID]; ok {
		return c
	}
	c := &packages.Package{ID: p.ID, Name: p.Name, PkgPath: p.PkgPath, Module: p.Module, TypesSizes: p.TypesSizes, Fset: l.fset, Imports: map[string]*packages.Package{}}
	l.done[p.ID] = c
	if l.isRoot[p.ID] {
		c.PkgPath = l.view.Prefix + c.PkgPath
	}
	imports := map[string]*types.Package{"unsafe": types.Unsafe}
	for _, path := range slices.Sorted(maps.Keys(p.Imports)) {
		dep := p.Imports[path]
		if copied := l.isRoot[dep.ID] && (l.view.Prefix == "" || l.view.Copies); !copied && !analyzer.Learns(dep.PkgPath) {
			imports[path] = l.declared(dep)
			continue
		}
		c.Imports[path] = l.load(dep)
		imports[path] = c.Imports[path].Types
	}
	files := slices.Clone(p.CompiledGoFiles)
	l.rng.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
	var err error
	if c.Syntax, err = parse(l.fset, files); err == nil {
		err = check(c, imports)
	}
	if err != nil {
		c.IllTyped = true
		l.errs = append(l.errs, fmt.Errorf("%s: %w", p.PkgPath, err))
	}
	return c
}

// declared returns the types of a package of the standard library, without bodies.
func (u *Universe) declared(p *packages.Package) *types.Package {
	if known, ok := u.deps[p.PkgPath]; ok {
		return known
	}
	imports := mapImporter{"unsafe": types.Unsafe}
	for path, dep := range p.Imports {
		imports[path] = u.declared(dep)
	}
	files, _ := parse(u.fset, p.CompiledGoFiles)
	conf := types.Config{Importer: imports, Sizes: p.TypesSizes, IgnoreFuncBodies: true, FakeImportC: true, Error: func(error) {}}
	pkg, _ := conf.Check(p.PkgPath, u.fset, files, nil)
	u.deps[p.PkgPath] = pkg
	return pkg
}

func parse(fset *token.FileSet, names []string) (files []*ast.File, err error) {
	for _, name := range names {
		f, err := parser.ParseFile(fset, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

// check type-checks a package. What is not used is no mistake here: most mutants have
// something of the sort, and leakvet need not mind.
func check(p *packages.Package, imports mapImporter) error {
	var hard error
	conf := types.Config{
		Importer: imports,
		Sizes:    p.TypesSizes,
		Error: func(err error) {
			if e, ok := errors.AsType[types.Error](err); hard == nil && (!ok || !strings.HasSuffix(e.Msg, "not used")) {
				hard = err
			}
		},
	}
	if p.Module != nil && p.Module.GoVersion != "" {
		conf.GoVersion = "go" + p.Module.GoVersion
	}
	p.TypesInfo = &types.Info{
		Types:        map[ast.Expr]types.TypeAndValue{},
		Defs:         map[*ast.Ident]types.Object{},
		Uses:         map[*ast.Ident]types.Object{},
		Implicits:    map[ast.Node]types.Object{},
		Instances:    map[*ast.Ident]types.Instance{},
		Scopes:       map[ast.Node]*types.Scope{},
		Selections:   map[*ast.SelectorExpr]*types.Selection{},
		FileVersions: map[*ast.File]string{},
	}
	p.Types, _ = conf.Check(p.PkgPath, p.Fset, p.Syntax, p.TypesInfo)
	return hard
}

// A mapImporter imports from a map of import paths.
type mapImporter map[string]*types.Package

// Import implements [types.Importer].
func (m mapImporter) Import(path string) (*types.Package, error) {
	if p := m[path]; p != nil {
		return p, nil
	}
	return nil, fmt.Errorf("no package %s", path)
}
