package report

import (
	"testing"
	"unicode/utf8"

	"github.com/leakvet/leakvet/cmd/internal/check"
)

func TestExcerpt(t *testing.T) {
	const call = "\trows, err := db.Query(query) // all of them"
	long := check.Place{Line: 1, Column: 15, EndLine: 1, EndColumn: 30}
	tests := map[string]struct {
		line  string
		place check.Place
		limit int
		want  excerpt
	}{
		"an expression": {call, long, 0, excerpt{"    rows, err := db.Query(query) // all of them", 17, 15}},
		"over lines":    {"\tf(", check.Place{Line: 1, Column: 2, EndLine: 3, EndColumn: 1}, 0, excerpt{"    f(", 4, 2}},
		"a word":        {"\treturn err", check.Place{Line: 1, Column: 2, EndLine: 1, EndColumn: 2}, 0, excerpt{"    return err", 4, 6}},
		"an operator":   {"\tif err != nil {", check.Place{Line: 1, Column: 9, EndLine: 1, EndColumn: 9}, 0, excerpt{"    if err != nil {", 11, 2}},
		"a call":        {"\tdefer g.Wait()", check.Place{Line: 1, Column: 14, EndLine: 1, EndColumn: 14}, 0, excerpt{"    defer g.Wait()", 10, 6}},
		"a selector":    {"\tif s.ok.now {", check.Place{Line: 1, Column: 5, EndLine: 1, EndColumn: 5}, 0, excerpt{"    if s.ok.now {", 7, 8}},
		"a group":       {"\t(f)()", check.Place{Line: 1, Column: 2, EndLine: 1, EndColumn: 2}, 0, excerpt{"    (f)()", 4, 1}},
		"the end":       {"\t}", check.Place{Line: 1, Column: 3, EndLine: 1, EndColumn: 3}, 0, excerpt{"    }", 5, 1}},
		"a stale end":   {"\tf()", check.Place{Line: 1, Column: 2, EndLine: 1, EndColumn: 99}, 0, excerpt{"    f()", 4, 3}},
		"other letters": {`	s := "häß" + f()`, check.Place{Line: 1, Column: 17, EndLine: 1, EndColumn: 20}, 0, excerpt{`    s := "häß" + f()`, 17, 3}},
		"what terminals obey": {
			"\ts := `\x1b[31m\u202e`", check.Place{Line: 1, Column: 2, EndLine: 1, EndColumn: 3}, 0,
			excerpt{"    s := `\ufffd[31m\ufffd`", 4, 1},
		},
		"too long behind": {call, long, 36, excerpt{"    rows, err := db.Query(query) //…", 17, 15}},
		"too long before": {
			`	defer func() { err = errors.Join(err, f.Close()) }()`,
			check.Place{Line: 1, Column: 39, EndLine: 1, EndColumn: 48}, 30,
			excerpt{`…rors.Join(err, f.Close()) }()`, 15, 9},
		},
		"too long itself": {call, long, 30, excerpt{"… rows, err := db.Query(query…", 15, 15}},
		"too narrow":      {call, long, 10, excerpt{"    rows, err := db.Query(query) // all of them", 17, 15}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := excerptOf(test.line, test.place, test.limit); got != test.want {
				t.Errorf("\n got %+v\nwant %+v", got, test.want)
			}
		})
	}
}

// Whatever a place says, and however narrow the terminal is, the mark lies within the
// line, or right behind it.
func FuzzExcerpt(f *testing.F) {
	f.Add("\trows, err := db.Query(query) // ä", 15, 1, 30, 40)
	f.Add("", 1, 1, 1, 0)
	f.Add("(", 1, 2, 0, 30)
	f.Fuzz(func(t *testing.T, line string, column, endLine, endColumn, limit int) {
		if column < 1 || column > len(line)+1 {
			t.Skip("not in the line")
		}
		p := check.Place{Line: 1, Column: column, EndLine: endLine, EndColumn: endColumn}
		start, end := markOf(line, p)
		if start < 0 || start > end || end > len(line) {
			t.Fatalf("mark from %d to %d", start, end)
		}
		if !utf8.ValidString(line[:start]) || !utf8.ValidString(line[start:end]) || !utf8.ValidString(line[end:]) {
			t.Skip("within a letter")
		}
		ex := excerptOf(line, p, limit)
		if n := columns(ex.text); ex.indent < 0 || ex.width < 1 || ex.indent+ex.width > max(n, ex.indent+1) || ex.indent > n {
			t.Errorf("%+v", ex)
		}
		for _, r := range ex.text {
			if r < ' ' {
				t.Errorf("a control character in %q", ex.text)
			}
		}
		text := ""
		for _, s := range segments(line, scan([]string{line})[1], []span{{start: column - 1, end: max(column-1, len(line))}}) {
			text += s.Text
		}
		if text != line {
			t.Errorf("segments make %q of %q", text, line)
		}
	})
}
