package world

import "testing"

// TestWithin asks in which function literals a place is, by their names.
func TestWithin(t *testing.T) {
	for _, test := range []struct {
		place, literal string
		want           bool
	}{
		{"", "", true},
		{"p.Entry.func1", "", true},
		{"p.Entry.func1", "p.Entry.func1", true},
		{"p.Entry.func1.2", "p.Entry.func1", true},
		{"", "p.Entry.func1", false},
		{"p.Entry.func1", "p.Entry.func1.2", false},
		{"p.Entry.func12", "p.Entry.func1", false},
	} {
		if got := (place{literal: test.place}).within(test.literal); got != test.want {
			t.Errorf("a place in %q is within %q: %v, want %v", test.place, test.literal, got, test.want)
		}
	}
}
