package obligation

import (
	"slices"
	"strconv"
	"testing"
)

// A function that exits in several places, and skips several releases by that, has
// one finding that names them all.
func TestExitsOfOneFunction(t *testing.T) {
	t.Parallel()
	act := analyse(t, map[string]string{"p/p.go": `package p
import ("database/sql"; "log")
func f() {
	a, err := sql.Open("a", "")
	if err != nil { log.Fatal(err) }
	defer a.Close()
	b, err := sql.Open("b", "")
	if err != nil { log.Fatal(err) }
	defer b.Close()
	if err := b.Ping(); err != nil { log.Fatal(err) }
}
`})["p"]
	var got []string
	line := func(f Related) string {
		return strconv.Itoa(act.Package.Fset.Position(f.Pos).Line) + " " + f.Message
	}
	for _, f := range act.Result.(*Result).Findings {
		if f.Rule != "cleanupexit" {
			continue
		}
		got = append(got, line(Related{Pos: f.Pos, Message: f.Message}))
		for _, r := range f.Related {
			got = append(got, line(r))
		}
	}
	want := []string{
		"8 log.Fatal ends the process and the deferred a.Close() does not run: a (*sql.DB) is never closed",
		"6 deferred here", "9 deferred here",
		"10 this call skips it, too",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
