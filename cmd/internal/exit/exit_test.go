package exit

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"testing"
)

func TestCode(t *testing.T) {
	for _, test := range []struct {
		well bool
		err  error
		want int
	}{
		{true, nil, 0},
		{false, nil, 1},
		{true, errors.New("it broke"), 2},
		{false, errors.New("it broke"), 2},
		{false, fmt.Errorf("flags: %w", flag.ErrHelp), 0},
	} {
		got := Code("test", func(context.Context) (bool, error) { return test.well, test.err })
		if got != test.want {
			t.Errorf("%v, %v: %d, want %d", test.well, test.err, got, test.want)
		}
	}
}
