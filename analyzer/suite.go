package analyzer

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/leakvet/leakvet/analyzer/afterclose"
	"github.com/leakvet/leakvet/analyzer/cleanupctx"
	"github.com/leakvet/leakvet/analyzer/cleanuperr"
	"github.com/leakvet/leakvet/analyzer/cleanupexit"
	"github.com/leakvet/leakvet/analyzer/cleanuporder"
	"github.com/leakvet/leakvet/analyzer/cleanupretry"
	"github.com/leakvet/leakvet/analyzer/cleanupstatus"
	"github.com/leakvet/leakvet/analyzer/cleanuptest"
	"github.com/leakvet/leakvet/analyzer/deferloop"
	"github.com/leakvet/leakvet/analyzer/directive"
	"github.com/leakvet/leakvet/analyzer/internal/obligation"
	"github.com/leakvet/leakvet/analyzer/poolconfig"
	"github.com/leakvet/leakvet/analyzer/poolnest"
	"github.com/leakvet/leakvet/analyzer/poolscope"
	"github.com/leakvet/leakvet/analyzer/rowserr"
	"github.com/leakvet/leakvet/analyzer/unclosed"
	"github.com/leakvet/leakvet/analyzer/undeferred"
	"github.com/leakvet/leakvet/analyzer/undisposed"
)

// rules is the list of rules. The one about directives asks the others.
func rules(engine *analysis.Analyzer) []*analysis.Analyzer {
	all := []*analysis.Analyzer{
		afterclose.New(engine),
		cleanupctx.New(engine),
		cleanuperr.New(engine),
		cleanupexit.New(engine),
		cleanuporder.New(engine),
		cleanupretry.New(engine),
		cleanupstatus.New(engine),
		cleanuptest.New(engine),
		deferloop.New(engine),
		poolconfig.New(engine),
		poolnest.New(engine),
		poolscope.New(engine),
		rowserr.New(engine),
		unclosed.New(engine),
		undeferred.New(engine),
		undisposed.New(engine),
	}
	all = append(all, directive.New(engine, all))
	slices.SortFunc(all, func(a, b *analysis.Analyzer) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// New returns the analyzers for the configuration. They read it when they run
// and not before, so that its flags may be parsed in between. All rules are
// there whatever is selected; those that are not report nothing.
func New(cfg *Config) ([]*analysis.Analyzer, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	engine := obligation.New(cfg)
	return append(rules(engine), obligation.NewNotes(engine)), nil
}

// NewFacts returns the analyzer that makes the facts for importing packages, for the
// driver that wants nothing else of a package.
func NewFacts(cfg *Config) *analysis.Analyzer { return obligation.New(cfg) }

// Learns reports whether anything is learned from the source of the package of that
// path: not from the standard library, of which all is known.
func Learns(path string) bool { return obligation.Learns(path) }

// Rules returns the rules for their names and manuals, not to be run.
func Rules() []*analysis.Analyzer {
	return rules(new(analysis.Analyzer))
}
