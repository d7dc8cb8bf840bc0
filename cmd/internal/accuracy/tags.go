package accuracy

import (
	"go/build/constraint"
	"os"
	"strings"
)

// buildTags returns the tags that a file asks for before it is compiled at all: tests
// that need a database often do. None if it cannot be read.
func buildTags(file string) []string {
	source, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	for line := range strings.Lines(string(source)) {
		if strings.HasPrefix(line, "package ") {
			break
		}
		if constraint.IsGoBuild(line) {
			expr, err := constraint.Parse(line)
			if err != nil {
				return nil
			}
			return wantedTags(expr)
		}
	}
	return nil
}

// wantedTags returns the tags of an expression that are not negated.
func wantedTags(expr constraint.Expr) []string {
	switch x := expr.(type) {
	case *constraint.TagExpr:
		return []string{x.Tag}
	case *constraint.AndExpr:
		return append(wantedTags(x.X), wantedTags(x.Y)...)
	case *constraint.OrExpr:
		return append(wantedTags(x.X), wantedTags(x.Y)...)
	}
	return nil
}
