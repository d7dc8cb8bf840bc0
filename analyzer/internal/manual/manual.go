// Package manual reads a rule's manual out of its embedded doc.go. It knows
// the form of a manual and nothing of rules.
package manual

import (
	"fmt"
	"go/parser"
	"go/token"
	"strings"
)

// Extract returns the manual of the rule from the source of its doc.go: what
// follows the line "# Analyzer NAME" in the package comment. It begins with
// "NAME: verb phrase", the form that every driver expects of a Doc.
func Extract(source, rule string) string {
	file, err := parser.ParseFile(token.NewFileSet(), "doc.go", source, parser.PackageClauseOnly|parser.ParseComments)
	if err != nil {
		panic(fmt.Sprintf("internal error: doc.go of %s: %v", rule, err))
	}
	_, doc, _ := strings.Cut(file.Doc.Text(), "# Analyzer "+rule+"\n")
	doc = strings.TrimSpace(doc)
	if !strings.HasPrefix(doc, rule+": ") {
		panic(fmt.Sprintf("internal error: the manual of %s does not begin with %q", rule, rule+": "))
	}
	return doc
}

// URL returns the place where the manual of the rule can be read.
func URL(rule string) string {
	return "https://pkg.go.dev/github.com/leakvet/leakvet/analyzer/" + rule
}
