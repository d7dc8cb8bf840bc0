package schematest

import (
	"bytes"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	_ "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif" // whose module has the schema
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// schema returns the schema of SARIF 2.1.0 as it stands in a module that many use.
func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	out, err := exec.Command("go", "list", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif").Output()
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(out)), "schema.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var text string
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			text, err = strconv.Unquote(lit.Value)
		}
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("sarif.json", document); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// leakvet builds the command.
func leakvet(t *testing.T) string {
	t.Helper()
	tool := filepath.Join(t.TempDir(), "leakvet")
	build := exec.Command("go", "build", "-buildvcs=false", "-o", tool, "./cmd/leakvet")
	build.Dir = "../../../.."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return tool
}

// TestSchema validates what is found in some packages of the corpus, with and without
// fixes, and what is said of one that does not exist.
func TestSchema(t *testing.T) {
	tool, schema := leakvet(t), schema(t)
	for _, test := range []struct {
		pattern string
		code    int
	}{
		{"./unclosed/...", 1}, {"./poolconfig/...", 1}, {"./nosuch", 2}, {"./afterclose/cross/...", 1},
	} {
		t.Run(test.pattern, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			cmd := exec.Command(tool, "-C", "../../../../testdata", "-profile=strict", "-format=sarif", test.pattern)
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			err := cmd.Run()
			var exit *exec.ExitError
			if err != nil && !errors.As(err, &exit) || cmd.ProcessState.ExitCode() != test.code {
				t.Fatalf("%v, want exit code %d\n%s", err, test.code, &stderr)
			}
			document, err := jsonschema.UnmarshalJSON(&stdout)
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(document); err != nil {
				t.Error(err)
			}
		})
	}
}

// The schema is one that can be violated.
func TestViolation(t *testing.T) {
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(`{"version": "2.1.0", "runs": [{"results": [{"message": {"text": "x"}, "level": "grave"}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema(t).Validate(document); err == nil || !strings.Contains(err.Error(), "level") {
		t.Errorf("got %v", err)
	}
}
