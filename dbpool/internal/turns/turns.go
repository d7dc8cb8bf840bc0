// Package turns times operations against each other on a machine that does
// other things too.
package turns

import (
	"slices"
	"time"
)

// Time runs short batches of the operations in turns, so that what disturbs
// one disturbs all alike, and returns how many nanoseconds each took: the 5th
// percentile of its batches. It stops at the first error.
func Time(batch, rounds int, operations ...func() error) ([]float64, error) {
	samples := make([][]float64, len(operations))
	for range rounds {
		for i, operation := range operations {
			start := time.Now()
			for range batch {
				if err := operation(); err != nil {
					return nil, err
				}
			}
			samples[i] = append(samples[i], float64(time.Since(start))/float64(batch))
		}
	}
	ns := make([]float64, len(operations))
	for i, s := range samples {
		slices.Sort(s)
		ns[i] = s[len(s)/20]
	}
	return ns, nil
}
