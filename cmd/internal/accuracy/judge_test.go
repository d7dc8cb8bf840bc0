package accuracy

import "testing"

func TestJudge(t *testing.T) {
	c := Case{ID: "x", Kind: "unclosed-rows", File: "p/a.go", AcquireLine: 20}
	f := Place{"p/a.go", 10, 40}
	at := func(line int, rule, variable string) Diagnostic {
		return Diagnostic{Rule: rule, File: "p/a.go", Line: line, Message: variable + " is not closed on all paths"}
	}
	side := func(place Place, ds ...Diagnostic) Side { return Side{place: place, all: ds} }
	rows := at(20, "unclosed", "rows")
	type verdict struct{ found, near, silent, fewer bool }
	for name, tt := range map[string]struct {
		parent, fix Side
		want        verdict
	}{
		"missed":              {side(f), side(f), verdict{}},
		"other rule":          {side(f, at(20, "rowserr", "rows")), side(f), verdict{}},
		"other function":      {side(f, at(50, "unclosed", "rows")), side(f), verdict{}},
		"found and mended":    {side(f, rows), side(f), verdict{true, true, true, true}},
		"far in function":     {side(f, at(35, "unclosed", "rows")), side(f), verdict{true, false, true, true}},
		"just outside":        {side(Place{"p/a.go", 21, 40}, rows), side(f), verdict{true, true, true, true}},
		"function not found":  {side(Place{}, at(22, "unclosed", "rows")), side(Place{}), verdict{true, true, true, true}},
		"just outside, there": {side(Place{"p/a.go", 21, 40}, rows), side(Place{"p/a.go", 22, 40}, rows), verdict{true, true, false, false}},
		"still there":         {side(f, rows), side(f, at(25, "unclosed", "rows")), verdict{true, true, false, false}},
		"other variable":      {side(f, rows), side(f, at(20, "unclosed", "stmt")), verdict{true, true, true, true}},
		"one of two":          {side(f, rows, at(30, "unclosed", "rows")), side(f, rows), verdict{true, true, false, true}},
		"nearest counts": {
			side(f, at(12, "unclosed", "tx"), at(19, "unclosed", "rows"), at(30, "undisposed", "db")),
			side(f, at(12, "unclosed", "tx"), at(30, "undisposed", "db")),
			verdict{true, true, true, true},
		},
		"function gone, report moved": {side(f, rows), side(Place{}, at(90, "unclosed", "rows")), verdict{true, true, false, false}},
		"parent skipped":              {Side{Skipped: "x", place: f, all: []Diagnostic{rows}}, side(f), verdict{}},
		"fix skipped":                 {side(f, rows), Side{Skipped: "x"}, verdict{true, true, false, false}},
	} {
		v := judge(c, tt.parent, tt.fix)
		if got := (verdict{v.Found, v.Near, v.Silent, v.Fewer}); got != tt.want {
			t.Errorf("%s: got %+v, want %+v", name, got, tt.want)
		}
	}
}

func TestJudgeListsFunction(t *testing.T) {
	in := Diagnostic{Rule: "rowserr", File: "p/a.go", Line: 12}
	out := Diagnostic{Rule: "unclosed", File: "p/a.go", Line: 1}
	v := judge(Case{Kind: "unclosed-rows"}, Side{place: Place{"p/a.go", 10, 40}, all: []Diagnostic{out, in}}, Side{})
	if len(v.Parent.Reports) != 1 || v.Parent.Reports[0].Line != in.Line {
		t.Errorf("got %v, want all reports of the function and no other", v.Parent.Reports)
	}
}
