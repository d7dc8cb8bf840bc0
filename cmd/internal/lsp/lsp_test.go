package lsp

import (
	"os"
	"strings"
	"testing"
)

// leak has one finding, whose fix makes mended of it.
const leak = `package p

import "os"

func Size(name string) (int64, error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
`

var mended = strings.Replace(leak, "\tinfo,", "\tdefer f.Close()\n\tinfo,", 1)

const neverClosed = "f (*os.File) is never closed"

// runs returns how often go vet has run.
func (c *client) runs() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := 0
	for _, p := range c.progress {
		if p.Value.Kind == "begin" {
			n++
		}
	}
	return n
}

func TestFindings(t *testing.T) {
	c := start(t, map[string]string{"p/p.go": leak, "p/clean.go": "package p\n"})
	c.open("p/p.go", leak)
	d := c.shows("p/p.go", neverClosed)[0]
	if d.Range != (span{position{5, 11}, position{5, 24}}) || d.Code != "unclosed" || d.Severity != severityWarning || d.Source != "leakvet" {
		t.Errorf("%+v", d)
	}
	if want := "https://pkg.go.dev/github.com/leakvet/leakvet/analyzer/unclosed"; d.CodeDescription.Href != want {
		t.Errorf("href %s", d.CodeDescription.Href)
	}
	last := d.RelatedInformation[len(d.RelatedInformation)-1]
	if last.Location.URI != c.uri("p/p.go") || last.Location.Range.Start != (position{11, 2}) || !strings.Contains(last.Message, "returns here") {
		t.Errorf("%+v", last)
	}
	c.open("p/clean.go", "package p\n")
	c.shows("p/clean.go")
}

func TestEditsAskTheToolAlone(t *testing.T) {
	c := start(t, map[string]string{"p/p.go": leak})
	c.open("p/p.go", leak)
	c.shows("p/p.go", neverClosed)
	for range 2 {
		c.change("p/p.go", mended)
		c.shows("p/p.go")
		c.change("p/p.go", "// moved\n"+leak)
		if d := c.shows("p/p.go", neverClosed)[0]; d.Range.Start.Line != 6 {
			t.Errorf("%+v", d)
		}
	}
	c.version++
	c.notify("textDocument/didChange", `{"textDocument": {"uri": "`+c.uri("p/p.go")+`", "version": 6}, "contentChanges": [
		{"range": {"start": {"line": 10, "character": 0}, "end": {"line": 10, "character": 0}}, "text": "\tdefer f.Close()\n"},
		{"range": {"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 0}}, "text": ""}]}`)
	c.shows("p/p.go")
	if n := c.runs(); n != 1 {
		t.Errorf("%d runs of go vet", n)
	}
}

func TestNewImport(t *testing.T) {
	c := start(t, map[string]string{"p/p.go": "package p\n"})
	c.open("p/p.go", "package p\n")
	c.shows("p/p.go")
	c.change("p/p.go", leak)
	c.shows("p/p.go", neverClosed)
	if n := c.runs(); n != 2 {
		t.Errorf("%d runs of go vet", n)
	}
}

func TestNewFile(t *testing.T) {
	c := start(t, map[string]string{"p/p.go": "package p\n"})
	c.open("p/p.go", "package p\n")
	c.shows("p/p.go")
	c.open("p/new.go", leak) // which the disk does not have
	c.shows("p/new.go", neverClosed)
	c.change("p/new.go", "//go:build ignore\n\n"+leak)
	c.shows("p/new.go")
}

func TestTests(t *testing.T) {
	const internal = "package p\n\nimport \"os\"\n\nfunc open() (*os.File, error) { return os.Open(\"x\") }\n"
	const external = "package p_test\n\nimport (\n\t\"testing\"\n\n\t\"example.com/m/p\"\n)\n\nfunc Test(t *testing.T) {\n\tf, _ := p.Open()\n\t_ = f.Name()\n}\n"
	// Open returns a file that is open, and another that is not.
	opens := internal + "\nfunc Open() (*os.File, error) { return open() }\n"
	stdout := strings.Replace(opens, "return open()", "return os.Stdout, nil", 1)
	c := start(t, map[string]string{"p/p.go": stdout, "p/p_test.go": external})
	c.open("p/p_test.go", external)
	c.shows("p/p_test.go")
	c.open("p/p.go", stdout)
	c.shows("p/p.go")
	c.change("p/p.go", opens)
	c.version = 1 // of the file that has not changed
	c.shows("p/p_test.go", neverClosed)
	c.version = 3
	c.change("p/p.go", stdout)
	c.version = 1
	c.shows("p/p_test.go")
	if n := c.runs(); n != 1 {
		t.Errorf("%d runs of go vet", n)
	}
}

func TestSaveReachesImporters(t *testing.T) {
	const q = "package q\n\nimport \"example.com/m/p\"\n\nfunc f() {\n\tf, _ := p.Open()\n\t_ = f.Name()\n}\n"
	opens := "package p\n\nimport \"os\"\n\nfunc Open() (*os.File, error) { return os.Open(\"x\") }\n"
	stdout := strings.Replace(opens, `os.Open("x")`, "os.Stdout, nil", 1)
	c := start(t, map[string]string{"p/p.go": stdout, "q/q.go": q})
	c.open("q/q.go", q)
	c.shows("q/q.go")
	c.open("p/p.go", stdout)
	c.shows("p/p.go")
	c.change("p/p.go", opens)
	c.shows("p/p.go")
	c.save("p/p.go", opens)
	c.version = 1
	c.shows("q/q.go", neverClosed)
	// Files that change under the server: somebody has checked out another branch.
	c.close("p/p.go")
	c.write("p/p.go", stdout)
	c.notify("workspace/didChangeWatchedFiles", `{"changes": [{"uri": "`+c.uri("p/p.go")+`", "type": 2}]}`)
	c.shows("q/q.go")
}

func TestBrokenText(t *testing.T) {
	c := start(t, map[string]string{"p/p.go": leak, "p/x_test.go": "package p_test\n\nimport \"nosuch\"\n"})
	says := func(message string) {
		c.until(message, func() bool { return strings.Contains(strings.Join(c.messages, "\n"), message) })
	}
	c.open("p/p.go", leak+"}")
	says("package nosuch is not in std")
	c.write("p/x_test.go", "package p_test\n\nfunc f() { one() }\n")
	c.change("p/p.go", leak+"}\n")
	says("p.go:16:1: expected declaration")
	c.change("p/p.go", leak+"func f() { two() }\n")
	says("p.go:16:12: undefined: two")
	c.change("p/p.go", leak)
	c.shows("p/p.go", neverClosed) // although the tests do not compile
	says("x_test.go:3:12: undefined: one")
	c.change("p/p.go", leak+"func f() { three() }\n")
	says(c.path("p/p.go") + ":16:12: undefined: three")
	if len(c.shown["p/p.go"].Diagnostics) != 1 {
		t.Errorf("%+v", c.shown)
	}
	c.change("p/p.go", mended)
	c.shows("p/p.go")
}

func TestClose(t *testing.T) {
	c := start(t, map[string]string{"p/p.go": mended, "p/q.go": "package p\n"})
	c.open("p/q.go", "package p\n")
	c.open("p/p.go", leak) // not saved
	c.shows("p/p.go", neverClosed)
	c.close("p/p.go")
	c.shows("p/p.go")
	c.open("p/p.go", leak)
	c.shows("p/p.go", neverClosed)
	c.close("p/q.go")
	c.close("p/p.go")
	c.shows("p/p.go")
}

func TestModules(t *testing.T) {
	mod := func(name string) string { return "module example.com/" + name + "\n\ngo 1.26\n" }
	c := start(t, map[string]string{
		"work/go.work":  "go 1.26\n\nuse (\n\t./a\n\t./b\n)\n",
		"work/a/go.mod": mod("a"),
		"work/b/go.mod": mod("b"),
		"work/a/a.go":   "package a\n\nimport \"os\"\n\nfunc Open() (*os.File, error) { return os.Open(\"x\") }\n",
		"work/b/b.go":   "package b\n\nimport \"example.com/a\"\n\nfunc f() {\n\tf, _ := a.Open()\n\t_ = f.Name()\n}\n",
		"alone/go.mod":  mod("alone"),
		"alone/p.go":    leak,
		"none/p.go":     leak,
		"go.mod":        "module example.com/outer // which has no packages\n",
	})
	for _, name := range []string{"work/b/b.go", "alone/p.go"} {
		c.open(name, string(mustRead(t, c.path(name))))
		c.shows(name, neverClosed)
	}
}

func TestNoModule(t *testing.T) {
	c := start(t, map[string]string{"go.mod": "-", "p.go": leak})
	mustRemove(t, c.path("go.mod"))
	c.open("p.go", leak)
	c.until("an error", func() bool {
		return len(c.messages) == 1 && c.messages[0] == "leakvet: no go.mod in "+c.dir+" or above it: make a module with 'go mod init' to have it checked"
	})
}

func TestNoGo(t *testing.T) {
	c := start(t, map[string]string{"p.go": leak})
	t.Setenv("PATH", t.TempDir())
	c.open("p.go", leak)
	c.until("an error", func() bool {
		return len(c.messages) == 1 && strings.Contains(c.messages[0], ": the go command is not in PATH: install Go")
	})
}

func TestFixes(t *testing.T) {
	two := strings.Replace(leak, "return info.Size(), nil", "g, err := os.Open(name)\n\tif err != nil {\n\t\treturn 0, err\n\t}\n\t_ = g.Name()\n\treturn info.Size(), nil", 1)
	both := strings.Replace(strings.Replace(two, "\tinfo,", "\tdefer f.Close()\n\tinfo,", 1), "\t_ = g", "\tdefer g.Close()\n\t_ = g", 1)
	c := start(t, map[string]string{"p/p.go": two})
	c.open("p/p.go", two)
	c.shows("p/p.go", neverClosed, "g (*os.File) is never closed")

	if got := c.actions(3, "quickfix"); len(got) != 0 {
		t.Errorf("where there is no finding: %+v", got)
	}
	if got := c.actions(5, "refactor"); len(got) != 0 {
		t.Errorf("another kind: %+v", got)
	}
	got := c.actions(5, "quickfix")
	if len(got) != 2 || got[0].Title != "Defer f.Close()" || !got[0].IsPreferred || got[0].Diagnostics[0].Message != neverClosed {
		t.Fatalf("%+v", got)
	}
	if text := c.applied(two, got[0]); text != strings.Replace(both, "\tdefer g.Close()\n", "", 1) {
		t.Errorf("the quick fix makes\n%s", text)
	}
	if got[1].Title != "Suppress unclosed here, and say why" || got[1].IsPreferred {
		t.Errorf("%+v", got[1])
	}
	if text := c.applied(two, got[1]); text != strings.Replace(two, "\tf, err", "\t//leakvet:ignore unclosed \n\tf, err", 1) {
		t.Errorf("the suppression makes\n%s", text)
	}
	for _, kind := range []string{"source", "source.fixAll", "source.fixAll.leakvet"} {
		got := c.actions(0, kind)
		if len(got) != 1 || got[0].Kind != fixAll {
			t.Fatalf("%s: %+v", kind, got)
		}
		if text := c.applied(two, got[0]); text != both {
			t.Errorf("%s makes\n%s", kind, text)
		}
	}
	// A suppression lasts once it has a reason.
	c.change("p/p.go", c.applied(two, got[1]))
	c.shows("p/p.go", "suppression of unclosed has no reason", "g (*os.File) is never closed")
	// An action waits for the run on the text of now.
	c.change("p/p.go", leak)
	if got := c.actions(0, "source.fixAll"); len(got) != 1 || c.applied(leak, got[0]) != mended {
		t.Errorf("%+v", got)
	}
}

// applied returns the text after an action on a single file.
func (c *client) applied(content string, action codeAction) string {
	c.t.Helper()
	if len(action.Edit.DocumentChanges) != 1 {
		c.t.Fatalf("%+v", action)
	}
	document := action.Edit.DocumentChanges[0]
	if *document.TextDocument.Version != c.version {
		c.t.Errorf("version %d", *document.TextDocument.Version)
	}
	return applyEdits(content, document.Edits)
}

func TestHover(t *testing.T) {
	c := start(t, map[string]string{"p/p.go": leak})
	c.open("p/p.go", leak)
	c.shows("p/p.go", neverClosed)
	var got *hover
	c.call("textDocument/hover", `{"textDocument": {"uri": "`+c.uri("p/p.go")+`"}, "position": {"line": 5, "character": 12}}`, &got)
	if got == nil || got.Contents.Kind != "markdown" || !strings.HasPrefix(got.Contents.Value, "unclosed: ") || !strings.Contains(got.Contents.Value, "\n```go\n") {
		t.Errorf("%+v", got)
	}
	got = nil
	c.call("textDocument/hover", `{"textDocument": {"uri": "`+c.uri("p/p.go")+`"}, "position": {"line": 4, "character": 12}}`, &got)
	if got != nil {
		t.Errorf("%+v", got)
	}
}

func TestModestClient(t *testing.T) {
	c := connect(t, map[string]string{"p/p.go": leak})
	c.call("initialize", `{"capabilities": {}}`, nil)
	c.notify("initialized", `{}`)
	c.open("p/p.go", leak)
	d := c.shows("p/p.go", neverClosed)[0]
	if len(d.RelatedInformation) != 0 || !strings.Contains(d.Message, "\nthe function returns here") {
		t.Errorf("%+v", d)
	}
	got := c.actions(5, "quickfix")
	if len(got) != 2 || len(got[0].Edit.DocumentChanges) != 0 || applyEdits(leak, got[0].Edit.Changes[c.uri("p/p.go")]) != mended {
		t.Errorf("%+v", got)
	}
	if c.runs() != 0 || len(c.watchers) != 0 {
		t.Errorf("%+v, %v", c.progress, c.watchers)
	}
}

func TestConfiguration(t *testing.T) {
	c := start(t, map[string]string{"p/p.go": leak, "q/q.go": strings.Replace(leak, "package p", "package q", 1)})
	c.open("p/p.go", leak)
	c.shows("p/p.go", neverClosed)
	configure := func(settings string) {
		c.notify("workspace/didChangeConfiguration", `{"settings": `+settings+`}`)
	}
	configure(`{"leakvet": {"disable": ["unclosed"]}, "gopls": {}}`)
	c.shows("p/p.go")
	configure(`{"leakvet": {"rules": ["nosuch"]}}`)
	c.until("an error", func() bool {
		return strings.Contains(strings.Join(c.messages, "\n"), `settings of the editor: unknown rule "nosuch" (rules: `)
	})
	configure(`{"leakvet": {}}`)
	c.shows("p/p.go", neverClosed)

	c.until("the watchers", func() bool { return len(c.watchers) == 1 && strings.Contains(c.watchers[0], "**/.leakvet.yml") })
	reload := func(content string) {
		c.write(".leakvet.yml", content)
		c.notify("workspace/didChangeWatchedFiles", `{"changes": [{"uri": "`+c.uri(".leakvet.yml")+`", "type": 2}]}`)
	}
	reload("disable: [unclosed]\n")
	c.shows("p/p.go")
	c.open("q/q.go", string(mustRead(t, c.path("q/q.go"))))
	c.shows("q/q.go")
	configure(`{"leakvet": {"profile": "", "rules": [], "disable": []}}`) // nothing is set
	c.close("q/q.go")
	c.shows("q/q.go")
	c.version = 1
	c.shows("p/p.go")
	reload("disable: [nosuch]\n")
	c.until("an error", func() bool {
		return strings.Contains(strings.Join(c.messages, "\n"), `.leakvet.yml:1:11: unknown rule "nosuch"`)
	})
	reload("")
	c.shows("p/p.go", neverClosed)
}

// TestNobodyWatches changes files under a client that does not tell of it.
func TestNobodyWatches(t *testing.T) {
	c := connect(t, map[string]string{"p/p.go": leak, "q/q.go": "package q\n"})
	c.call("initialize", `{"capabilities": {}}`, nil)
	c.open("p/p.go", leak)
	c.shows("p/p.go", neverClosed)
	c.write(".leakvet.yml", "disable: [unclosed]\n")
	c.change("p/p.go", leak+"\n")
	c.shows("p/p.go")
	c.write(".leakvet.yml", "")
	c.open("q/q.go", "package q\n")
	c.shows("q/q.go")
	c.save("q/q.go", "package q\n")
	c.version--
	c.shows("p/p.go", neverClosed)
}

func TestWithoutTests(t *testing.T) {
	c := connect(t, map[string]string{"p/p_test.go": leak, "p/p.go": "package p\n"})
	c.server.opts.Tests = false
	c.call("initialize", everything, nil)
	c.open("p/p.go", "package p\n")
	c.shows("p/p.go")
	c.open("p/p_test.go", leak)
	c.shows("p/p_test.go")
	c.change("p/p_test.go", leak+"\n")
	c.shows("p/p_test.go")
	if n := c.runs(); n != 1 {
		t.Errorf("%d runs of go vet", n)
	}
}

func TestSymbolicLink(t *testing.T) {
	c := start(t, map[string]string{"real/go.mod": "module example.com/real\n\ngo 1.26\n", "real/p/p.go": leak})
	if err := os.Symlink("real", c.path("link")); err != nil {
		t.Skip(err)
	}
	c.open("link/p/p.go", leak)
	c.shows("link/p/p.go", neverClosed)
	c.change("link/p/p.go", mended)
	c.shows("link/p/p.go")
}

func TestCancelProgress(t *testing.T) {
	c := start(t, map[string]string{"p/p.go": leak})
	c.cancelNext = true
	c.open("p/p.go", leak)
	c.until("the end", func() bool { return len(c.progress) > 0 && c.progress[len(c.progress)-1].Value.Kind == "end" })
	if err := <-c.cancelled; err != nil {
		t.Fatal(err)
	}
	if got := c.actions(5, "quickfix"); len(got) != 0 {
		t.Errorf("%+v", got)
	}
	c.change("p/p.go", leak+"\n")
	c.shows("p/p.go", neverClosed)
}
