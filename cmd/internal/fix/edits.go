package fix

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/leakvet/leakvet/cmd/internal/check"
)

// accept adds the edits of a fix to those of its files, if none overlaps with what
// is there. It reports whether it did.
func accept(targets map[string]*target, edits []check.Edit) bool {
	for _, e := range edits {
		if slices.ContainsFunc(targets[e.File].edits, func(a check.Edit) bool { return a != e && overlap(a, e) }) {
			return false
		}
	}
	for _, e := range edits {
		if t := targets[e.File]; !slices.Contains(t.edits, e) {
			t.edits = append(t.edits, e)
		}
	}
	return true
}

// overlap reports whether two edits change the same bytes, or one of them what the
// other inserts something in the middle of. Insertions at one place do not overlap,
// nor do insertions before or behind what is replaced.
func overlap(a, b check.Edit) bool { return a.Start < b.End && b.Start < a.End }

// apply returns the source with the edits, which do not overlap. What is inserted at
// one place keeps its order.
func apply(source []byte, edits []check.Edit) []byte {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b check.Edit) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	var b bytes.Buffer
	done := 0
	for _, e := range edits {
		b.Write(source[done:e.Start])
		b.WriteString(e.New)
		done = e.End
	}
	b.Write(source[done:])
	return b.Bytes()
}
