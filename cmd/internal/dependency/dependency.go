// Package dependency analyses packages that others import, for the go command, and
// costs less than package unitchecker does: only the facts are wanted of them. So no
// rule is run, the packages that facts are about are found by the importer and not by
// a walk over all types, and the bodies of functions of which nothing can be learned
// are not looked at.
//
// What it writes is what unitchecker reads: see vetx.go.
package dependency

import (
	"encoding/json"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"os"

	"golang.org/x/tools/go/analysis"
)

// A Unit is what the go command says of a package.
type Unit struct {
	ImportPath  string
	GoVersion   string
	GoFiles     []string
	ImportMap   map[string]string // of import paths to package paths
	PackageVetx map[string]string // of package paths to files
	VetxOnly    bool              // only the facts are wanted
	VetxOutput  string            // the file to write
}

// Read reads a configuration file of the go command. It returns nil if that does not
// describe a package of which the facts alone are wanted: such are left to unitchecker,
// which tells what is wrong with the file, too.
func Read(configFile string) *Unit {
	data, err := os.ReadFile(configFile)
	if err != nil {
		return nil
	}
	u := new(Unit)
	if json.Unmarshal(data, u) != nil || !u.VetxOnly || u.VetxOutput == "" {
		return nil
	}
	return u
}

// Analyse runs an analyzer that has no results of others over the package, and writes
// its facts. On an error, because the package has mistakes, unitchecker has its turn.
// [FormatIsKnown] has to be true.
//
// Learns says of the path of a package whether anything can be learned from the bodies
// of its functions.
func (u *Unit) Analyse(a *analysis.Analyzer, learns func(path string) bool) error {
	imports, err := readVetx(u.PackageVetx)
	if err != nil {
		return err
	}
	p := &pkg{fset: token.NewFileSet(), deps: map[string]*types.Package{}, info: new(types.Info)}
	mode := parser.SkipObjectResolution
	learning := learns(u.ImportPath)
	if learning {
		mode |= parser.ParseComments
		p.info = wholeInfo()
	}
	if err := p.load(u, imports, mode, !learning); err != nil {
		return err
	}
	set := newFactSet(p.types, a)
	if learning {
		if err := set.read(imports, p.deps); err != nil {
			return err
		}
		if _, err := a.Run(p.pass(a, set)); err != nil {
			return err
		}
	}
	return p.write(u.VetxOutput, set)
}

// A pkg is a package that has been type-checked.
type pkg struct {
	fset  *token.FileSet
	files []*ast.File
	types *types.Package
	info  *types.Info
	sizes types.Sizes
	deps  map[string]*types.Package // all that the imports mention, by path
}

func (p *pkg) load(u *Unit, imports map[string]entry, mode parser.Mode, ignoreBodies bool) error {
	for _, name := range u.GoFiles {
		file, err := parser.ParseFile(p.fset, name, nil, mode)
		if err != nil {
			return err
		}
		p.files = append(p.files, file)
	}
	p.sizes = types.SizesFor("gc", build.Default.GOARCH)
	conf := types.Config{
		Importer:         &importer{u.ImportMap, imports, p},
		Sizes:            p.sizes,
		GoVersion:        u.GoVersion,
		IgnoreFuncBodies: ignoreBodies,
	}
	var err error
	p.types, err = conf.Check(u.ImportPath, p.fset, p.files, p.info)
	return err
}

func wholeInfo() *types.Info {
	return &types.Info{
		Types:        make(map[ast.Expr]types.TypeAndValue),
		Defs:         make(map[*ast.Ident]types.Object),
		Uses:         make(map[*ast.Ident]types.Object),
		Implicits:    make(map[ast.Node]types.Object),
		Instances:    make(map[*ast.Ident]types.Instance),
		Scopes:       make(map[ast.Node]*types.Scope),
		Selections:   make(map[*ast.SelectorExpr]*types.Selection),
		FileVersions: make(map[*ast.File]string),
	}
}

func (p *pkg) pass(a *analysis.Analyzer, set *factSet) *analysis.Pass {
	return &analysis.Pass{
		Analyzer:         a,
		Fset:             p.fset,
		Files:            p.files,
		Pkg:              p.types,
		TypesInfo:        p.info,
		TypesSizes:       p.sizes,
		ResultOf:         map[*analysis.Analyzer]any{},
		Report:           func(analysis.Diagnostic) {},
		ReadFile:         os.ReadFile,
		ImportObjectFact: set.imported,
		ExportObjectFact: set.export,
	}
}
