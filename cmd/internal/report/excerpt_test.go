package report

import (
	"testing"

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
