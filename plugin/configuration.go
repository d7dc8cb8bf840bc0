package plugin

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"

	"golang.org/x/tools/go/analysis"

	"github.com/leakvet/leakvet/analyzer"
	"github.com/leakvet/leakvet/internal/config"
)

// configuration reads the file of the module that golangci-lint works in, and what
// the settings say besides.
func configuration(settings any) (*analyzer.Config, error) {
	dir, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	cfg, _, err := config.Load(dir)
	if err != nil {
		return nil, err
	}
	data, err := json.Marshal(settings)
	if err != nil {
		return nil, err
	}
	over, err := config.Decode(data)
	if err != nil {
		return nil, fmt.Errorf("settings: %w", err)
	}
	cfg.Merge(over)
	return cfg, nil
}

// named puts the configuration into the names of analyzers, which is all that
// golangci-lint's cache tells them by: facts by the name of the engine, which has
// them, and issues by the names of all that it is given. Without that it would
// answer with what was found before .leakvet.yml changed.
func named(analyzers []*analysis.Analyzer, cfg *analyzer.Config) ([]*analysis.Analyzer, error) {
	data, err := json.Marshal(cfg)
	if err != nil {
		return nil, err
	}
	suffix := fmt.Sprintf("_%x", sha256.Sum256(data))
	engines := map[*analysis.Analyzer]bool{}
	for _, a := range analyzers {
		for _, req := range a.Requires {
			engines[req] = len(req.FactTypes) > 0
		}
	}
	for a, engine := range engines {
		if engine {
			a.Name += suffix
		}
	}
	return append(analyzers, &analysis.Analyzer{
		Name: "configuration" + suffix,
		Doc:  "configuration: report nothing, and tell findings apart by how they were asked for",
		Run:  func(*analysis.Pass) (any, error) { return nil, nil },
	}), nil
}
