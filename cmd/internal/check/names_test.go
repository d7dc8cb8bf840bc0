package check

import (
	"slices"
	"testing"
)

func TestNames(t *testing.T) {
	overlay := map[string]string{"/m/p/p.go": "/tmp/x/p.go"}
	n := namesOf("/m", overlay)
	for file, want := range map[string]string{
		"/tmp/x/p.go": "p/p.go",
		"/m/q/q.go":   "q/q.go",
		"/tmp/y.go":   "/tmp/y.go",
	} {
		if got := n.of(file); got != want {
			t.Errorf("%s: %s", file, got)
		}
	}
	n.absolute = true
	if got := n.of("/tmp/x/p.go"); got != "/m/p/p.go" {
		t.Errorf("absolute: %s", got)
	}
	lines := []string{"vet: /tmp/x/p.go:1:2: undefined: x", "../tmp/x/p.go:1:2: undefined: x", "q/q.go:1:2: undefined: y"}
	want := []string{"vet: /m/p/p.go:1:2: undefined: x", "/m/p/p.go:1:2: undefined: x", "q/q.go:1:2: undefined: y"}
	if got := n.inText(lines); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if got := namesOf("/m", nil).inText(lines); !slices.Equal(got, lines) {
		t.Errorf("without an overlay: %q", got)
	}
}
