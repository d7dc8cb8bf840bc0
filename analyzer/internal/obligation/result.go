package obligation

import (
	"go/token"
	"reflect"

	"golang.org/x/tools/go/analysis"

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
	Strict   bool // reported under the strict profile only
}

// A Note is a place where the analysis gave up, for -explain.
type Note struct {
	Pos     token.Pos
	Message string
}

// A Result is what the engine found in one package: the findings of all rules
// and profiles, before suppressions.
type Result struct {
	Findings   []Finding
	Notes      []Note
	Directives *directive.Set // the //leakvet: comments of the package
	Options    Options
}

// Options are asked while a package is analysed and not before: under go vet
// the flags are parsed after the analyzers are made.
type Options interface {
	Known() []string          // the names of all rules
	Enabled(rule string) bool // whether the user wants the rule
	Strict() bool             // whether the profile is strict
	Explains() bool           // whether the user wants to see the notes
}

// New returns the engine, the one analyzer with facts.
func New(opts Options) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:       "obligation",
		Doc:        "find the obligations that are not met",
		ResultType: reflect.TypeFor[*Result](),
		Run: func(pass *analysis.Pass) (any, error) {
			return &Result{Directives: directive.Parse(pass.Fset, pass.Files), Options: opts}, nil
		},
	}
}
