package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestStart tells when the executable links an HTTP stack, which some library brings with
// it: go vet starts leakvet for every package, and what all of that initializes at each
// start costs a tenth of a cold run.
func TestStart(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	deps := strings.Fields(string(out))
	for _, heavy := range []string{"net", "net/http", "crypto/tls"} {
		if slices.Contains(deps, heavy) {
			t.Errorf("links %s: 'go list -deps' says by whom", heavy)
		}
	}
}
