package report

import (
	"slices"
	"strings"
	"testing"
)

// The hashes are those that GitHub computes of the same content.
func TestHashLines(t *testing.T) {
	tests := map[string]struct {
		content string
		want    []string
	}{
		"empty":      {"", []string{"c129715d7a2bc9a3:1"}},
		"blanks":     {" a\nb\n  \t\tc\n d", []string{"271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"}},
		"equal ones": {strings.Repeat("Lorem ipsum dolor sit amet.\n", 6), []string{"a7f2ff13bc495cf2:1", "a7f2ff13bc495cf2:2", "a7f2ff1481e87703:1", "a9cf91f7bbf1862b:1", "55ec222b86bcae53:1", "cc97dc7b1d7d8f7b:1", "c129715d7a2bc9a3:1"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := hashLines(test.content); !slices.Equal(got, test.want) {
				t.Errorf("\n got %q\nwant %q", got, test.want)
			}
		})
	}
	lines := "func f() {\n\tg()\n}\n"
	for _, other := range []string{strings.ReplaceAll(lines, "\n", "\r\n"), strings.ReplaceAll(lines, "\n", "\r"), "func f ( ) {\n    g()\n}\n"} {
		if got, want := hashLines(other), hashLines(lines); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", other, got, want)
		}
	}
}

func TestLineHashOfNothing(t *testing.T) {
	h := newLineHashes()
	if got := h.of("/no/such/file", 1); got != "" {
		t.Errorf("got %q", got)
	}
}
