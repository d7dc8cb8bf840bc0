package snippet_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/internal/snippet"
)

const document = "# a.yml\n\n" + `
text
` + "```yaml" + `
# a.yml
a: 1
` + "```" + `
# c.yml
` + "```go" + `
// b.go
package b

// c.yml
` + "```" + `
` + "```" + `
# d.yml
` + "```" + `
` + "```" + `
# d.yml
` + "```" + `
`

func TestRead(t *testing.T) {
	file := filepath.Join(t.TempDir(), "doc.md")
	if err := os.WriteFile(file, []byte(document), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"a.yml": "# a.yml\na: 1\n",
		"b.go":  "// b.go\npackage b\n\n// c.yml\n",
	} {
		if got, err := snippet.Read(file, name); err != nil || got != want {
			t.Errorf("%s: got %q, %v, want %q", name, got, err, want)
		}
	}
	for name, want := range map[string]string{
		"c.yml": "no block", // in the text, and not first in a block
		"d.yml": "twice",
	} {
		if _, err := snippet.Read(file, name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", name, err, want)
		}
	}
}
