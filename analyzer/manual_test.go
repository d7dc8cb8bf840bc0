package analyzer_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/analyzer"
)

// TestManual holds the code of the manuals against the corpus, where it is
// compiled and analysed: what is WRONG there is reported, what is RIGHT is not.
func TestManual(t *testing.T) {
	for _, rule := range analyzer.Rules() {
		t.Run(rule.Name, func(t *testing.T) {
			lines := manualCode(t, rule.Name)
			for _, snippet := range snippets(rule.Doc) {
				found := locate(lines, snippet)
				if found == nil {
					t.Errorf("not in testdata/%s/manual:\n%s", rule.Name, strings.Join(snippet, "\n"))
					continue
				}
				text := strings.Join(snippet, "\n")
				wrong := strings.Contains(text, "// WRONG")
				reported := strings.Contains(strings.Join(found, "\n"), "// want \""+rule.Name+": ")
				if wrong != reported {
					t.Errorf("marked as wrong: %v, reported in the corpus: %v:\n%s", wrong, reported, text)
				}
			}
		})
	}
}

// manualCode returns the lines of the corpus that a rule's manual is taken from.
func manualCode(t *testing.T, rule string) []string {
	t.Helper()
	var lines []string
	err := filepath.WalkDir(filepath.Join(corpusDir(t), rule), func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasPrefix(d.Name(), "manual") || filepath.Ext(path) != ".go" {
			return err
		}
		data, err := os.ReadFile(path)
		lines = append(lines, strings.Split(string(data), "\n")...)
		return err
	})
	if err != nil || len(lines) == 0 {
		t.Fatalf("testdata/%s has no manual*.go (%v)", rule, err)
	}
	return lines
}

// snippets returns the pieces of code in a manual: its indented paragraphs.
func snippets(doc string) [][]string {
	var all [][]string
	inside := false
	for line := range strings.Lines(doc) {
		code, indented := strings.CutPrefix(strings.TrimRight(line, "\n"), "\t")
		if indented && !inside {
			all = append(all, nil)
		}
		inside = indented
		if indented {
			all[len(all)-1] = append(all[len(all)-1], code)
		}
	}
	return slices.DeleteFunc(all, func(s []string) bool { return strings.HasPrefix(s[0], "//leakvet:") && len(s) == 1 })
}

// locate returns the function in which the snippet stands, nil if there is none.
func locate(lines, snippet []string) []string {
	for start := range lines {
		n := matching(lines[start:], snippet)
		if n == 0 {
			continue
		}
		end := start + n
		for start > 0 && !strings.HasPrefix(lines[start], "func ") {
			start--
		}
		for end < len(lines) && lines[end-1] != "}" {
			end++
		}
		return lines[start:end]
	}
	return nil
}

// matching returns how many of the lines the snippet covers from the first on,
// 0 if it is not there. A line of dots in it stands for any lines of a function.
func matching(lines, snippet []string) int {
	for s, want := range snippet {
		if code(want) == "..." {
			for skip := s; skip < len(lines) && lines[skip] != "}"; skip++ {
				if n := matching(lines[skip:], snippet[s+1:]); n > 0 {
					return skip + n
				}
			}
			return 0
		}
		if s >= len(lines) || code(lines[s]) != code(want) {
			return 0
		}
	}
	return len(snippet)
}

// code returns a line without its comment and its indentation.
func code(line string) string {
	if strings.HasPrefix(strings.TrimSpace(line), "//leakvet:") {
		line, _, _ = strings.Cut(line, " // ")
		return strings.TrimSpace(line)
	}
	line, _, _ = strings.Cut(line, "//")
	return strings.TrimSpace(line)
}
