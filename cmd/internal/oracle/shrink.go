package oracle

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/leakvet/leakvet/cmd/internal/oracle/reduce"
)

// maxShrunk bounds how many smaller programs are tried at a time.
const maxShrunk = 400

// Shrink returns the smallest program it finds with a disagreement of the given
// class.
func (j *Judge) Shrink(ctx context.Context, v *Verdict, class string) (*Verdict, error) {
	for {
		var cases []Case
		for i, p := range reduce.Candidates(v.Program) {
			cases = append(cases, Case{ID: fmt.Sprint(i), Program: p, Style: v.Style})
		}
		slices.SortStableFunc(cases, func(a, b Case) int { return cmp.Compare(a.Program.Size(), b.Program.Size()) })
		cases = cases[:min(len(cases), maxShrunk)]
		verdicts, err := j.Judge(ctx, cases)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(verdicts, func(v *Verdict) bool {
			return slices.ContainsFunc(v.Disagreements, func(d Disagreement) bool { return d.Class() == class })
		})
		if i < 0 || verdicts[i].Program.Size() >= v.Program.Size() && len(verdicts[i].Near) >= len(v.Near) {
			return v, nil
		}
		v = verdicts[i]
	}
}
