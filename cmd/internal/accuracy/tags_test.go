package accuracy

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestBuildTags(t *testing.T) {
	for src, want := range map[string][]string{
		"package p\n":                                          nil,
		"// Package p is one.\npackage p\n":                    nil,
		"//go:build ci && docker\n\npackage p\n":               {"ci", "docker"},
		"// Licence.\n\n//go:build integration\n\npackage p\n": {"integration"},
		"//go:build (a || b) && !race\n\npackage p\n":          {"a", "b"},
		"//go:build &&\n\npackage p\n":                         nil,
		"package p\n\n//go:build late\n":                       nil,
	} {
		file := filepath.Join(t.TempDir(), "p_test.go")
		if err := os.WriteFile(file, []byte(src), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := buildTags(file); !slices.Equal(got, want) {
			t.Errorf("buildTags of %q = %v, want %v", src, got, want)
		}
	}
	if got := buildTags(filepath.Join(t.TempDir(), "none.go")); got != nil {
		t.Errorf("buildTags of no file = %v", got)
	}
}
