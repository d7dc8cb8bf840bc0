package obligation

import (
	"go/token"
	"reflect"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/leakvet/leakvet/analyzer/internal/cleanup"
	"github.com/leakvet/leakvet/analyzer/internal/contract"
	"github.com/leakvet/leakvet/analyzer/internal/directive"
)

// Related is one step of the path that a finding tells.
type Related struct {
	Pos, End token.Pos
	Message  string
}

// A Finding is an unmet obligation that belongs to a rule.
type Finding struct {
	Rule     string
	Pos, End token.Pos
	Message  string
	Related  []Related
	Fixes    []analysis.SuggestedFix
	// Mend makes the fix of a finding that is reported; nil if there is none, or
	// it is in Fixes.
	Mend   func() []analysis.SuggestedFix
	Strict bool // reported under the strict profile only
}

// A Note is a place where the analysis gave up, or failed: see [NoteCategory] and
// [CrashCategory].
type Note struct {
	Pos      token.Pos
	Category string
	Message  string
}

// A Result is what the engine found in one package: the findings of all rules
// and profiles, before suppressions.
type Result struct {
	Findings   []Finding
	Notes      []Note
	Directives *directive.Set // the //leakvet: comments of the package
	// Code is what the functions of the package do about cleanup; nil if there
	// is nothing in it that matters.
	Code    *cleanup.Code
	Options Options
}

// Options are asked while a package is analysed and not before: under go vet
// the flags are parsed after the analyzers are made.
type Options interface {
	Known() []string          // the names of all rules
	Enabled(rule string) bool // whether the user wants the rule
	Strict() bool             // whether the profile is strict
	Explains() bool           // whether the user wants to see the notes
	// Excludes says whether the user wants to hear nothing of a file, by its name
	// below the directory of go.mod, with slashes.
	Excludes(file string) bool
	// Libraries is what the user knows of types and functions.
	Libraries() []contract.Library
}

// New returns the engine, the one analyzer with facts.
func New(opts Options) *analysis.Analyzer {
	// Most processes analyse a package of the standard library, and need none.
	index := sync.OnceValue(func() *contract.Index {
		libs := contract.Table()
		if opts.Strict() {
			libs = append(libs, contract.StrictTable()...)
		}
		return contract.NewIndex(append(libs, opts.Libraries()...)...)
	})
	return &analysis.Analyzer{
		Name:       "obligation",
		Doc:        "find the obligations that are not met",
		ResultType: reflect.TypeFor[*Result](),
		FactTypes:  []analysis.Fact{new(Summary), new(Owner), new(Usage)},
		Run: func(pass *analysis.Pass) (any, error) {
			res := &Result{Directives: directive.Parse(pass.Fset, pass.Files), Options: opts}
			if !Learns(pass.Pkg.Path()) || len(pass.Files) == 0 {
				return res, nil
			}
			run(pass, index(), res)
			return res, nil
		},
	}
}

// Learns reports whether the engine looks at the source of the package of that path.
func Learns(path string) bool { return !isStd(path) }

// run analyses the package. Whatever goes wrong, importers must find a package
// without facts and not a failure: the go command hides errors in dependencies
// and keeps them.
func run(pass *analysis.Pass, index *contract.Index, res *Result) {
	p := newPkg(pass, index, res.Directives)
	defer func() {
		if r := recover(); r != nil {
			p.notes = append(p.notes, crash(pass, token.NoPos, "package "+pass.Pkg.Path(), r))
		}
		res.Notes = p.notes
	}()
	res.Findings = p.analyse()
	res.Code = p.code
}
