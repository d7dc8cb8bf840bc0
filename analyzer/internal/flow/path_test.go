package flow

import "testing"

func TestCutPath(t *testing.T) {
	tests := []struct {
		path, whole, rest string
		ok                bool
	}{
		{".1", "", ".1", true},
		{".1.2", ".1", ".2", true},
		{".1", ".1", "", true},
		{".10", ".1", "", false},
		{"", ".1", "", false},
		{"[0].1", "[0]", ".1", true},
		{"[0].1", "[1]", "", false},
		{"[0].1", "[*]", ".1", true},
		{"[*].1", "[0]", ".1", true},
		{"[0].1", "[*].2", "", false},
		{".1", "[*]", "", false},
		{"[0][1]", "[*][1]", "", true},
	}
	for _, test := range tests {
		rest, ok := cutPath(test.path, test.whole)
		if ok != test.ok || ok && rest != test.rest {
			t.Errorf("cutPath(%q, %q) = %q, %v; want %q, %v", test.path, test.whole, rest, ok, test.rest, test.ok)
		}
	}
}

func TestIsPartOf(t *testing.T) {
	for path, want := range map[string]bool{".1": true, ".1.0": true, ".1[*]": true, ".10": false, ".2": false, "": false} {
		if got := isPartOf(path, ".1"); got != want {
			t.Errorf("isPartOf(%q, %q) = %v", path, ".1", got)
		}
	}
	if !isPartOf(opaque, "") {
		t.Error("the whole has every part")
	}
}
