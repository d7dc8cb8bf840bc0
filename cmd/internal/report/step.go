package report

import "github.com/leakvet/leakvet/cmd/internal/check"

// A step is a place of a finding's story.
type step struct {
	check.Related
	number int // counted from one; 0 if there is nothing to count
}

// stepsOf returns the places of a finding in the order of its story. Its own place
// comes first, and is mostly the first step itself; if not, it says nothing.
func stepsOf(f check.Finding) []step {
	var steps []step
	told := f.Related
	if len(told) == 0 || told[0].File != f.File || told[0].Line != f.Line || told[0].Column != f.Column {
		steps = append(steps, step{check.Related{Place: f.Place}, 0})
	}
	for i, related := range told {
		s := step{related, i + 1}
		if len(told) == 1 {
			s.number = 0
		}
		if len(steps) == 0 {
			s.Place = f.Place // which may say where it ends
		}
		steps = append(steps, s)
	}
	return steps
}
