package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/leakvet/leakvet/cmd/internal/check"
)

// writeGitHub writes the commands by which GitHub Actions annotates the files of a
// pull request.
func writeGitHub(w io.Writer, r *Report) error {
	src, repo, rules := newSources(r.Dir), repositoryOf(r.Dir), catalog()
	for _, f := range r.Findings {
		if _, err := fmt.Fprintf(w, "::%s %s\n", rules[f.Rule].Severity, annotation(src, repo, f)); err != nil {
			return err
		}
	}
	return nil
}

// annotation returns the command's properties and its message: what was found, and
// below it the path of the leak.
func annotation(src *sources, repo repository, f check.Finding) string {
	file, _ := repo.name(src.path(f.File))
	properties := []string{
		"file=" + escapeProperty(file),
		fmt.Sprintf("line=%d", f.Line),
		fmt.Sprintf("endLine=%d", f.EndLine),
	}
	if f.Column > 0 && f.Line == f.EndLine { // GitHub has no columns across lines
		properties = append(properties,
			fmt.Sprintf("col=%d", src.column(f.File, f.Line, f.Column)),
			fmt.Sprintf("endColumn=%d", src.column(f.File, f.EndLine, f.EndColumn)))
	}
	properties = append(properties, "title="+escapeProperty(f.Rule))

	message := f.Message
	for _, step := range f.Related {
		file, _ := repo.name(src.path(step.File))
		message += fmt.Sprintf("\n%s:%d: %s", file, step.Line, step.Message)
	}
	return strings.Join(properties, ",") + "::" + escapeData(message)
}

// What the commands of GitHub Actions are made of has to be escaped.
var (
	dataEscapes     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func escapeData(s string) string     { return dataEscapes.Replace(s) }
func escapeProperty(s string) string { return propertyEscapes.Replace(s) }
