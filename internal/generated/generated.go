// Package generated keeps the parts of documents that are made from something else, so
// that they do not drift. A part called NAME stands between the lines
//
//	<!-- BEGIN NAME -->
//	<!-- END NAME -->
package generated

import (
	"os"
	"strings"
	"testing"
)

// Check compares the parts of a document, by their names, with what they should be. If
// update is true it rewrites them; otherwise the test fails and says by which command
// that is done.
func Check(t *testing.T, path string, parts map[string]string, update bool, command string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for name, content := range parts {
		text = replace(t, path, text, name, content)
	}
	if text == string(data) {
		return
	}
	if !update {
		t.Fatalf("%s is out of date: run %s", path, command)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func replace(t *testing.T, path, text, name, content string) string {
	t.Helper()
	begin, end := "<!-- BEGIN "+name+" -->\n", "<!-- END "+name+" -->\n"
	before, rest, ok := strings.Cut(text, begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s has no marks around %s", path, name)
	}
	return before + begin + content + end + after
}
