package world

import (
	"fmt"
	"slices"
	"testing"
)

// all returns the sequences of decisions that a program meets.
func all(t *testing.T, limit int, program func(*explorer) string) (seen []string, pruned bool) {
	t.Helper()
	e := &explorer{limit: limit}
	for {
		seen = append(seen, program(e))
		if len(seen) > 100 {
			t.Fatal("does not end")
		}
		if !e.next() {
			return seen, e.pruned
		}
	}
}

func TestEveryWay(t *testing.T) {
	// What is decided second depends on what was decided first.
	got, pruned := all(t, 1, func(e *explorer) string {
		first := e.choose(2, false)
		if first == 1 {
			return "1"
		}
		return fmt.Sprint("0", e.choose(3, false))
	})
	if want := []string{"00", "01", "02", "1"}; !slices.Equal(got, want) || pruned {
		t.Errorf("got %v, pruned %t, want %v", got, pruned, want)
	}
}

func TestFaultLimit(t *testing.T) {
	faults := func(e *explorer) string {
		return fmt.Sprint(e.choose(2, true), e.choose(2, true), e.choose(2, true))
	}
	got, pruned := all(t, 1, faults)
	if want := []string{"0 0 0", "0 0 1", "0 1 0", "1 0 0"}; !slices.Equal(got, want) || !pruned {
		t.Errorf("one fault: got %v, pruned %t, want %v", got, pruned, want)
	}
	if got, pruned := all(t, 3, faults); len(got) != 8 || pruned {
		t.Errorf("three faults: %d runs, pruned %t", len(got), pruned)
	}
}
