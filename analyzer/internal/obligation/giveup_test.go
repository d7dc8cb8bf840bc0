package obligation

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// What a function costs is bounded, however much it acquires: the first leaks are
// reported, and of the rest it is said that nobody looked. Others go on as ever.
func TestGiveUpLongFunction(t *testing.T) {
	t.Parallel()
	var leaks strings.Builder
	for i := range 700 {
		n := strconv.Itoa(i)
		leaks.WriteString("f" + n + `, err := os.Open("a"); if err != nil { return }; f` + n + ".Name()\n")
	}
	act := analyse(t, map[string]string{"p/p.go": "package p\nimport \"os\"\nfunc long() {\n" + leaks.String() + `}
		func short() {
			f, err := os.Open("a")
			if err != nil { return }
			f.Name()
		}`})["p"]
	if got, want := notesOf(act), []string{"gave up on *os.File in long: too much in one function"}; !slices.Equal(got, want) {
		t.Errorf("notes %q, want %q", got, want)
	}
	found := findingsOf(act)
	if n := len(found); n < 50 || n > 650 || !strings.HasPrefix(found[n-1], "short unclosed:") {
		t.Errorf("%d findings, the last %q; want some of the long function, and that of the short one", n, found[n-1])
	}
}

// flags returns code with ten variables of which each is asked twice: 2^10 states.
func flags() string {
	var set, ask strings.Builder
	for i := range 10 {
		b := "b" + strconv.Itoa(i)
		set.WriteString(b + " := g(); if " + b + " { println() }\n")
		ask.WriteString("if " + b + " { println() }\n")
	}
	return set.String() + "println()\n" + ask.String()
}

// Where the engine gives up it reports no more than a leak that it has seen,
// presumes that a parameter is taken, and says so; the rest of the package is
// analysed as ever.
func TestGiveUp(t *testing.T) {
	t.Parallel()
	acts := analyse(t, map[string]string{"p/p.go": `package p
		import "os"
		func g() bool { return len(os.Args) > 1 }
		func Close(f *os.File) {
			` + flags() + `
			f.Close()
		}
		func leak() {
			f, err := os.Open("a")
			if err != nil { return }
			` + flags() + `
			f.Name()
		}
		func closed() {
			f, err := os.Open("a")
			if err != nil { return }
			` + flags() + `
			f.Close()
		}
		func short() {
			f, err := os.Open("a")
			if err != nil { return }
			f.Name()
		}
		func user() {
			f, err := os.Open("a")
			if err != nil { return }
			Close(f)
		}`})
	act := acts["p"]
	wantNotes := []string{
		"gave up on f in Close: too many states at one point",
		"gave up on *os.File in leak: too many states at one point",
		"gave up on *os.File in closed: too many states at one point",
	}
	if got := notesOf(act); !slices.Equal(got, wantNotes) {
		t.Errorf("notes %q, want %q", got, wantNotes)
	}
	found := findingsOf(act)
	if len(found) != 2 || !strings.HasPrefix(found[0], "leak unclosed:") || !strings.HasPrefix(found[1], "short unclosed:") {
		t.Errorf("findings %q, want one in leak and one in short", found)
	}
	if got, want := factsOf(act), map[string]string{"Close": "param0:" + takes + ",guess"}; !maps.Equal(got, want) {
		t.Errorf("facts %q, want %q", got, want)
	}
}

// So does the search for the ends of the process, which follows no resource: it tells
// what it has seen, and that it has not seen all.
func TestGiveUpExits(t *testing.T) {
	t.Parallel()
	act := analyse(t, map[string]string{"p/p.go": `package p
		import "os"
		func g() bool { return len(os.Args) > 1 }
		func long() {
			defer os.RemoveAll("a")
			` + flags() + `
			os.Exit(1)
		}
		func short() {
			defer os.RemoveAll("a")
			os.Exit(1)
		}`})["p"]
	if got, want := notesOf(act), []string{"gave up on the ends of the process in long: too many states at one point"}; !slices.Equal(got, want) {
		t.Errorf("notes %q, want %q", got, want)
	}
	if found := findingsOf(act); len(found) != 2 || !strings.HasPrefix(found[0], "long cleanupexit:") && !strings.HasPrefix(found[1], "long cleanupexit:") {
		t.Errorf("findings %q, want one in each", found)
	}
}

// A function that it would take minutes to build is left out, and said to be. That it
// is long is not enough.
func TestGiveUpLarge(t *testing.T) {
	t.Parallel()
	const leak = "f, err := os.Open(\"a\"); if err != nil { return }; f.Name()\n"
	act := analyse(t, map[string]string{"p/p.go": `package p
		import "os"
		func large() {
			` + leak + strings.Repeat("if x := len(os.Args); x > 1 { println(x) }\n", 12_000) + `
		}
		func long() {
			` + strings.Repeat("println(\"a line of a text that is printed\")\n", 2000) + leak + `
		}`})["p"]
	if got, want := notesOf(act), []string{"gave up on large: too large a function"}; !slices.Equal(got, want) {
		t.Errorf("notes %q, want %q", got, want)
	}
	if found := findingsOf(act); len(found) != 1 || !strings.HasPrefix(found[0], "long unclosed:") {
		t.Errorf("findings %q, want one in the long one", found)
	}
}

// Closures that are too deep in each other to be walked are code that cannot be seen,
// and said to be. What is not so deep is seen.
func TestGiveUpDepth(t *testing.T) {
	t.Parallel()
	nested := func(n int) string {
		return strings.Repeat("func() {\n", n) + "f.Close()\n" + strings.Repeat("}()\n", n)
	}
	act := analyse(t, map[string]string{"p/p.go": `package p
		import "os"
		func deep() {
			f, err := os.Open("a")
			if err != nil { return }
			` + nested(5) + `
		}
		func flat() {
			f, err := os.Open("a")
			if err != nil { return }
			` + nested(4) + `
		}`})["p"]
	if got, want := notesOf(act), []string{"gave up on *os.File in deep: closures too deep in each other"}; !slices.Equal(got, want) {
		t.Errorf("notes %q, want %q", got, want)
	}
	if found := findingsOf(act); len(found) > 0 {
		t.Errorf("findings %q, want none", found)
	}
}

// Whether a function returns only without an error is known however long it is; where
// it has too many paths for that, it is said.
func TestLongGuards(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("if g() { println() }\n", 60)
	act := analyse(t, map[string]string{"p/p.go": `package p
		import ("fmt"; "log"; "os")
		func g() bool { return len(os.Args) > 1 }
		func must(err error) {
			` + long + `
			if err != nil { log.Fatal(err) }
		}
		func perhaps(err error) {
			` + long + `
			if err != nil && g() { log.Fatal(err) }
		}
		func wrap(err error) error {
			` + long + `
			if err != nil { return fmt.Errorf("p: %w", err) }
			return nil
		}
		func hide(err error) error {
			` + long + `
			if err != nil && g() { return fmt.Errorf("p: %w", err) }
			return nil
		}
		func tangled(err error) {
			` + flags() + `
			if err != nil { log.Fatal(err) }
		}
		`})["p"]
	want := map[string]string{
		"must": "exits param0:nilguard", "perhaps": "exits", "wrap": "param0:nilkeeper", "tangled": "exits",
	}
	if got := factsOf(act); !maps.Equal(got, want) {
		t.Errorf("facts %q, want %q", got, want)
	}
	if got, want := notesOf(act), []string{"gave up on err in tangled: too many states at one point"}; !slices.Equal(got, want) {
		t.Errorf("notes %q, want %q", got, want)
	}
}

// Whoever keeps a value may hand it on through as many variables as it likes first.
func TestKeptThroughVariables(t *testing.T) {
	t.Parallel()
	var copies strings.Builder
	for i := range 8 {
		copies.WriteString("v" + strconv.Itoa(i+1) + " := v" + strconv.Itoa(i) + "; p(&v" + strconv.Itoa(i+1) + ")\n")
	}
	acts := analyse(t, map[string]string{"p/p.go": `package p
		type user interface{ Use() }
		var kept user
		func p(*user) {}
		func keep(v0 user) {
			` + copies.String() + `
			kept = v8
		}
		func lend(v0 user) {
			` + copies.String() + `
			v8.Use()
		}`})
	if got, want := factsOf(acts["p"]), map[string]string{"keep": "param0:" + takes}; !maps.Equal(got, want) {
		t.Errorf("facts %q, want %q", got, want)
	}
}
