package world

import (
	"bufio"
	"encoding/json"
	"io"
	"slices"
)

// A Program is what to explore: functions, with a name for all of them.
type Program struct {
	ID        string
	Functions []any
}

// Main explores programs one after the other, and writes a line of JSON for each.
// If some are named, it explores only these, with any number of faults.
func Main(out io.Writer, programs []Program, named []string) error {
	buffered := bufio.NewWriter(out)
	lines := json.NewEncoder(buffered)
	for _, p := range programs {
		if len(named) > 0 && !slices.Contains(named, p.ID) {
			continue
		}
		if err := lines.Encode(Explore(p, len(named) > 0)); err != nil {
			return err
		}
	}
	return buffered.Flush()
}
