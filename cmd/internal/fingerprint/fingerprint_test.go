package fingerprint

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/leakvet/leakvet/cmd/internal/check"
)

const before = `package p

var x = 1

func plain() {
	_ = x
	_ = x
}

func (t *T[K, V]) method() {
	_ = x
}
`

// find makes a finding of each line that has "= x" or "= 1".
func find(t *testing.T, text string) (string, []check.Finding) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.go"), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	var all []check.Finding
	line := 1
	for i, c := range text {
		if c == '=' {
			all = append(all, check.Finding{Rule: "r", Package: "p", Message: text[i : i+3], Place: check.Place{File: "a.go", Line: line}})
		}
		if c == '\n' {
			line++
		}
	}
	return dir, all
}

func TestOf(t *testing.T) {
	want := []ID{
		{"r", "p", "", "= 1"},
		{"r", "p", "plain", "= x"},
		{"r", "p", "plain", "= x"},
		{"r", "p", "T.method", "= x"},
	}
	if got := Of(find(t, before)); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	other := []check.Finding{{Rule: "r", Place: check.Place{File: "nosuch.y", Line: 3}}}
	if got := Of(t.TempDir(), other); got[0] != (ID{Rule: "r"}) {
		t.Errorf("in a file that is not there: %v", got)
	}
}

func TestHashes(t *testing.T) {
	first := Hashes(find(t, before))
	if sorted := slices.Sorted(slices.Values(first)); len(slices.Compact(sorted)) != len(first) {
		t.Errorf("not distinct: %v", first)
	}
	moved := "package p\n\n// more\n// lines\n\nvar y int\n" + before[len("package p\n"):]
	if second := Hashes(find(t, moved)); !slices.Equal(first, second) {
		t.Errorf("changed with the lines: %v, %v", first, second)
	}
}
