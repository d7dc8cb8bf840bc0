package directive

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"iter"
	"strings"
	"testing"
)

// load parses a file of package p.
func load(t *testing.T, body string) (*token.FileSet, *ast.File, *Set) {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", "package p\n"+body, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return fset, file, Parse(fset, []*ast.File{file})
}

// calls returns the calls in the file by the name of what they call.
func calls(file *ast.File) map[string]token.Pos {
	found := make(map[string]token.Pos)
	for n := range ast.Preorder(file) {
		if call, ok := n.(*ast.CallExpr); ok {
			found[call.Fun.(*ast.Ident).Name] = call.Pos()
		}
	}
	return found
}

func TestSuppressed(t *testing.T) {
	const source = `
func f() {
	//leakvet:ignore unclosed the line above
	above()

	same() //leakvet:ignore unclosed the same line
	behind()

	//leakvet:ignore unclosed two rules,
	//leakvet:ignore rowserr one below the other
	stacked()

	//leakvet:ignore unclosed,rowserr two rules in one
	both()

	//leakvet:ignore unclosed
	reasonless()

	//leakvet:ignore rowserr another rule
	other()

	//leakvet:ignore unclosed too far away

	far()

	if x { //leakvet:ignore unclosed on a brace
		inner()
	} //leakvet:ignore unclosed on the other brace
	after()
	// leakvet:ignore unclosed prose
	prose()
}
`
	_, file, set := load(t, source)
	want := map[string]bool{
		"above": true, "same": true, "stacked": true, "both": true, "reasonless": true,
		"behind": false, "other": false, "far": false, "inner": false, "after": false, "prose": false,
	}
	for name, pos := range calls(file) {
		if got := set.Suppressed("unclosed", pos); got != want[name] {
			t.Errorf("%s: suppressed is %v", name, got)
		}
	}
	for _, name := range []string{"stacked", "both"} {
		if !set.Suppressed("rowserr", calls(file)[name]) {
			t.Errorf("%s: rowserr is not suppressed", name)
		}
	}
}

// TestProblems compares the messages with the comment that follows each
// directive; found() is a place with a finding of unclosed.
func TestProblems(t *testing.T) {
	const source = `
func f() {
	found() //leakvet:ignore unclosed needed // ok
	fine()  //leakvet:ignore unclosed not needed // suppression of unclosed is unused
	found() //leakvet:ignore unclosed // suppression of unclosed has no reason: write //leakvet:ignore unclosed reason
	found() //leakvet:ignore // suppression names no rule: write //leakvet:ignore RULE reason
	found() //leakvet:ignore unclosd typo // suppression of an unknown rule "unclosd" (rules: deferloop, directive, rowserr, unclosed)
	found() //leakvet:ignore unclosed,rowserr half of it // suppression of rowserr is unused
	fine()  //leakvet:ignore deferloop off // ok
	fine()  //leakvet:ignore directive,unclosed elsewhere // ok
	fine()  //leakvet:ignore directive nothing to silence // ok
	fine()  //leakvet:ignroe unclosed typo // unknown directive //leakvet:ignroe (known: ignore, borrows, owns, releases)
	fine()  //leakvet: ignore // //leakvet: names no directive (known: ignore, borrows, owns, releases)
	fine()  //leakvet:owns x // //leakvet:owns is misplaced: it belongs to a function or a field
	fine()  // leakvet:ignore unclosed spaced // a comment with a space is not a directive: write //leakvet:ignore
	fine()  // leakvet:something in prose // ok
}

//leakvet:owns // ok
func one(c io.Closer) {}

//leakvet:owns // //leakvet:owns has to name one of the parameters
func two(a, b io.Closer) {}

//leakvet:owns c // //leakvet:owns names no parameter: c
func none(a, b io.Closer) {}

//leakvet:owns a b // //leakvet:owns takes one parameter
func both(a, b io.Closer) {}

type t struct {
	f io.Closer //leakvet:owns // ok
	g io.Closer //leakvet:owns g // //leakvet:owns takes no name on a field
}
`
	fset, file, set := load(t, source)
	got := make(map[int]string)
	for _, p := range set.Problems(Check{
		Known:   []string{"deferloop", Rule, "rowserr", "unclosed"},
		Enabled: func(rule string) bool { return rule != "deferloop" },
		Found:   foundIn(file),
	}) {
		if !set.Suppressed(Rule, p.Pos) {
			got[fset.Position(p.Pos).Line] += p.Message
		}
	}
	for i, line := range strings.Split("package p\n"+source, "\n") {
		if j := strings.LastIndex(line, " // "); j >= 0 {
			want := strings.TrimPrefix(line[j+len(" // "):], "ok")
			if want != got[i+1] {
				t.Errorf("%s\n got %q\nwant %q", strings.TrimSpace(line), got[i+1], want)
			}
		}
		delete(got, i+1)
	}
	for line, message := range got {
		t.Errorf("line %d: %s", line, message)
	}
}

// foundIn yields a finding of unclosed for every call of found.
func foundIn(file *ast.File) iter.Seq2[string, token.Pos] {
	return func(yield func(string, token.Pos) bool) {
		for n := range ast.Preorder(file) {
			call, ok := n.(*ast.CallExpr)
			if ok && call.Fun.(*ast.Ident).Name == "found" && !yield("unclosed", call.Pos()) {
				return
			}
		}
	}
}

func TestOwnership(t *testing.T) {
	const source = `
//leakvet:owns
func one(c io.Closer) {}

//leakvet:owns b
//leakvet:borrows a because it says so
//leakvet:borrows a // because it says so
func two(a, b io.Closer) {}

//leakvet:releases
func (r *res) receiver() {}

//leakvet:releases r
func (r *res) named(c io.Closer) {}

//leakvet:owns
func (r *res) only(c io.Closer) {}

type struc struct {
	// documented says what it is.
	//
	//leakvet:owns
	documented io.Closer
	trailing   io.Closer //leakvet:borrows
	function   func(io.Closer) //leakvet:releases
	nothing    io.Closer
}

type inter interface {
	//leakvet:owns
	method(io.Closer)
	//leakvet:releases
	bare()
}
`
	_, file, set := load(t, source)
	want := map[string]string{
		"one":        "owns c 0",
		"two":        "owns b 1, borrows a 0",
		"receiver":   "releases r -1",
		"named":      "releases r -1",
		"only":       "owns c 0",
		"documented": "owns  0",
		"trailing":   "borrows  0",
		"function":   "releases  0",
		"method":     "owns  0",
		"bare":       "releases  -1",
	}
	for n := range ast.Preorder(file) {
		var name string
		switch n := n.(type) {
		case *ast.FuncDecl:
			name = n.Name.Name
		case *ast.Field:
			if len(n.Names) != 1 {
				continue
			}
			name = n.Names[0].Name
		default:
			continue
		}
		var got []string
		for _, o := range set.Ownership(n) {
			got = append(got, fmt.Sprintf("%s %s %d", o.Verb, o.Param, o.Index))
		}
		if got := strings.Join(got, ", "); got != want[name] {
			t.Errorf("%s:\n got %q\nwant %q", name, got, want[name])
		}
	}
}
