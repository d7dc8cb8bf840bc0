package main

import (
	"io"
	"strings"
	"testing"
)

// What cannot be measured is an error that names the mend, before anything is built.
func TestBadFlags(t *testing.T) {
	for _, test := range []struct{ args, want string }{
		{"-modules=mysql,nothing", `-modules: there is no "nothing", only mysql, gorm,`},
		{"-tools=leakvet,", `-tools: there is no "", only leakvet,`},
		{"-rounds=0", "at least 1 is wanted"},
		{"-add", "give it with -o"},
	} {
		err := run(t.Context(), []string{test.args}, io.Discard)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("bench %s: %v, want %q", test.args, err, test.want)
		}
	}
}
