package accuracy

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/leakvet/leakvet/internal/exetest"
	"github.com/leakvet/leakvet/internal/filetest"
)

// A package that was a dependency first is reported on all the same, and at the lines
// of its source.
func TestVetApart(t *testing.T) {
	tool := exetest.Build(t, "../../leakvet", "leakvet")
	tree := filetest.Tree(t, map[string]string{
		"go.mod":   "module example.com/m\n\ngo 1.26\n",
		"m.go":     "package m\n\nimport _ \"example.com/m/dep\"\n",
		"dep/d.go": "package dep\n\nimport \"os\"\n\nfunc leak(name string) (int, error) {\n\tf, err := os.Open(name)\n\tif err != nil {\n\t\treturn 0, err\n\t}\n\treturn f.Read(nil)\n}",
	})
	c := &Corpus{Trees: &Trees{}, Tool: Tool{Path: tool, Timeout: 5 * time.Minute}}
	for _, step := range []struct {
		dir   string
		wants []string
	}{{".", nil}, {"dep", []string{"dep/d.go:6"}}, {"dep", []string{"dep/d.go:6"}}} {
		run, err := c.vetApart(t.Context(), c.Tool, tree, Case{ModuleDir: ".", PackageDir: step.dir})
		if err != nil || run.Failure != "" {
			t.Fatal(err, run.Failure)
		}
		var got []string
		for _, d := range run.Diagnostics {
			got = append(got, fmt.Sprintf("%s:%d", d.File, d.Line))
		}
		if strings.Join(got, " ") != strings.Join(step.wants, " ") {
			t.Errorf("%s: got %q, want %q", step.dir, got, step.wants)
		}
	}
}
