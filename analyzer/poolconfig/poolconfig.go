package poolconfig

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/leakvet/leakvet/analyzer/internal/obligation"
)

//go:embed doc.go
var doc string

// New returns the rule on top of the engine's findings.
func New(engine *analysis.Analyzer) *analysis.Analyzer {
	return obligation.NewRule("poolconfig", doc, engine)
}
