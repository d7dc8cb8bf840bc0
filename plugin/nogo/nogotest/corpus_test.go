package nogotest

import (
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/leakvet/leakvet/internal/ruletest"
)

// TestCorpus runs nogo over the corpus. The expectations are those that the vettool
// has to meet.
func TestCorpus(t *testing.T) {
	for profile, strict := range map[string]bool{"default": false, "strict": true} {
		t.Run(profile, func(t *testing.T) {
			corpus, err := ruletest.Load("../../../testdata", strict)
			if err != nil {
				t.Fatal(err)
			}
			if len(corpus.Wants) == 0 {
				t.Fatal("nothing is expected")
			}
			exe := nogoOf(t, `{"leakvet": {"analyzer_flags": {"profile": "`+profile+`"}}}`)
			var found []ruletest.Diagnostic
			analyse(t, exe, corpus.Dir, corpus.Pattern(), func(u unit, v verdict) {
				diagnostics := diagnosticsOf(t, corpus.Dir, v)
				if code := map[bool]int{false: success, true: violation}[len(diagnostics) > 0]; v.code != code {
					t.Errorf("%s: exit code %d\n%s", u.ImportPath, v.code, v.output)
				}
				found = append(found, diagnostics...)
			})

			for _, line := range corpus.Diff(found) {
				t.Error(line)
			}
		})
	}
}

// line matches a diagnostic.
var line = regexp.MustCompile(`(?m)^(.+):(\d+):\d+: (.*) \(leakvet\)$`)

func diagnosticsOf(t *testing.T, dir string, v verdict) []ruletest.Diagnostic {
	base, err := filepath.Abs(dir)
	if err != nil {
		t.Fatal(err)
	}
	var found []ruletest.Diagnostic
	for _, match := range line.FindAllStringSubmatch(v.output, -1) {
		name, err := filepath.Rel(base, match[1])
		if err != nil {
			t.Fatal(err)
		}
		n, err := strconv.Atoi(match[2])
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, ruletest.Diagnostic{File: name, Line: n, Text: match[3]})
	}
	return found
}
