package flow

import (
	"testing"

	"golang.org/x/tools/go/ssa"
)

func TestCounted(t *testing.T) {
	for _, test := range []struct {
		name, body string
		want       Val
	}{
		{"range over a slice", `for i := range s { use(i) }`, Val{Kind: NonNeg}},
		{"range over a number", `for i := range num() { use(i) }`, Val{Kind: Positive}},
		{"from zero", `for i := 0; i < num(); i++ { use(i) }`, Val{Kind: Positive}},
		{"from zero, with continue", `for i := 0; i < num(); i++ { if cond() { continue }; use(i) }`, Val{Kind: Positive}},
		{"from two", `for i := 2; i < num(); i++ { use(i) }`, Val{}},
		{"from what is not known", `for i := num(); i < 5; i++ { use(i) }`, Val{}},
		{"by two", `for i := 0; i < num(); i += 2 { use(i) }`, Val{}},
		{"downwards", `for i := 0; i > num(); i-- { use(i) }`, Val{}},
		{"set back", `for i := 0; i < num(); i++ { if cond() { i = num() }; use(i) }`, Val{}},
	} {
		fn := build(t, "func f(s []int) { "+test.body+" }").Func("f")
		found := Val{}
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				if phi, ok := instr.(*ssa.Phi); ok {
					for pred := range phi.Edges {
						if val, ok := counted(phi, pred); ok {
							found = val
						}
					}
				}
			}
		}
		if found != test.want {
			t.Errorf("%s: comes back as %v, want %v", test.name, found, test.want)
		}
	}
}
