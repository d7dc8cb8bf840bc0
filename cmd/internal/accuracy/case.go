// Package accuracy measures leakvet on other people's code: what it finds of
// the leaks that maintainers fixed (recall), whether it falls silent after
// their fix, and what it reports over whole repositories (to read, for
// precision). It knows the rules by name only and drives the tool as users do,
// through `go vet -vettool`.
package accuracy

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// A Case is one fault that a public repository had and fixed.
type Case struct {
	ID           string `json:"id"`
	Repo         string `json:"repo"` // owner/name
	FixCommit    string `json:"fix_commit"`
	ParentCommit string `json:"parent_commit"` // the fault is there
	ModuleDir    string `json:"module_dir"`    // this and the next two: relative to the repository
	PackageDir   string `json:"package_dir"`
	File         string `json:"file"`
	Function     string `json:"function"`
	AcquireLine  int    `json:"acquire_line"` // at the parent
	Kind         string `json:"kind"`
	Area         string `json:"area"`

	// Commit is set, instead of the two others, where nothing is wrong: the
	// function handles its resources rightly, in an unusual way.
	Commit string `json:"commit"`
}

// Name is the ID, or what can be told of a case without.
func (c Case) Name() string { return cmp.Or(c.ID, c.Repo+" "+c.Function) }

// ReadCases reads one JSON object a line.
func ReadCases(r io.Reader) ([]Case, error) {
	var cases []Case
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		if len(strings.TrimSpace(sc.Text())) == 0 {
			continue
		}
		var c Case
		if err := json.Unmarshal(sc.Bytes(), &c); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		cases = append(cases, c)
	}
	return cases, sc.Err()
}

// Rules lists the rules of which one has to report a fault of this kind; none
// if the kind is not measured here.
func Rules(kind string) []string {
	switch kind {
	case "cleanup-error-swallowed":
		return []string{"cleanuperr"}
	case "cleanup-no-retry":
		return []string{"cleanupretry"}
	case "cleanup-order":
		return []string{"cleanuporder"}
	case "cleanup-ctx":
		return []string{"cleanupctx"}
	case "cleanup-skipped-by-exit":
		return []string{"cleanupexit"}
	case "cleanup-timing":
		return []string{"cleanuptest"}
	case "nested-query":
		return []string{"poolnest"}
	case "pool-config":
		return []string{"poolconfig", "poolscope"}
	case "query-for-exec", "unended-span":
		return []string{"unclosed"}
	case "not-deferred":
		return []string{"unclosed", "undisposed", "undeferred"}
	case "unclosed-iterator": // whose Close may be the only one to tell of an error
		return []string{"unclosed", "undisposed", "rowserr"}
	case "rowserr":
		return []string{"rowserr"}
	case "defer-in-loop":
		return []string{"deferloop"}
	case "defer-before-errcheck", "use-after-close":
		return []string{"afterclose"}
	}
	if strings.HasPrefix(kind, "unclosed-") {
		return []string{"unclosed", "undisposed"}
	}
	return nil
}

// inTest reports whether the fault stands in a test file.
func (c Case) inTest() bool { return strings.HasSuffix(c.File, "_test.go") }
