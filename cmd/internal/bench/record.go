package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"time"
)

// A Record is what a run of the benchmark found.
type Record struct {
	Machine  string      `json:"machine"`
	Versions string      `json:"versions"`
	Modules  []*Checkout `json:"modules"`
	Measures []Measure   `json:"measures"`
}

// Write writes the record as JSON.
func (r *Record) Write(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "\t")
	return enc.Encode(r)
}

// ReadRecord reads what [Record.Write] wrote.
func ReadRecord(rd io.Reader) (*Record, error) {
	r := new(Record)
	dec := json.NewDecoder(rd)
	dec.DisallowUnknownFields()
	return r, dec.Decode(r)
}

// Add adds the runs of an earlier record, but for those of a tool over a module that this
// one has. Both have to be of the same machine and version of Go.
func (r *Record) Add(earlier *Record) error {
	if earlier.Machine != r.Machine || earlier.Versions != r.Versions {
		return fmt.Errorf("the record is of %s, %s, and this is %s, %s: measure all anew, without -add",
			earlier.Machine, earlier.Versions, r.Machine, r.Versions)
	}
	var kept []Measure
	for _, m := range earlier.Measures {
		if len(r.of(m.Module, m.Tool, m.Mode, cpu)) == 0 {
			kept = append(kept, m)
		}
	}
	r.Measures = slices.Concat(kept, r.Measures)
	r.Modules = slices.Clone(r.Modules)
	for _, c := range earlier.Modules {
		if !slices.ContainsFunc(r.Modules, func(has *Checkout) bool { return has.Name == c.Name }) {
			r.Modules = append(r.Modules, c)
		}
	}
	slices.SortStableFunc(r.Modules, func(a, b *Checkout) int { return a.order() - b.order() })
	return nil
}

// of returns a figure of every run of a tool over a module.
func (r *Record) of(module, tool, mode string, figure func(Measure) float64) []float64 {
	var all []float64
	for _, m := range r.Measures {
		if m.Module == module && m.Tool == tool && m.Mode == mode {
			all = append(all, figure(m))
		}
	}
	return all
}

// median returns the median figure, NaN if there was no run.
func (r *Record) median(module, tool, mode string, figure func(Measure) float64) float64 {
	all := r.of(module, tool, mode, figure)
	if len(all) == 0 {
		return math.NaN()
	}
	slices.Sort(all)
	return (all[len(all)/2] + all[(len(all)-1)/2]) / 2
}

// tools lists the tools that have run, in the order of [Tools].
func (r *Record) tools() []string {
	return slices.DeleteFunc(slices.Clone(Tools), func(tool string) bool {
		return !slices.ContainsFunc(r.Measures, func(m Measure) bool { return m.Tool == tool })
	})
}

// The figures, in seconds and megabytes.
func cpu(m Measure) float64  { return m.CPU.Seconds() }
func wall(m Measure) float64 { return m.Wall.Seconds() }
func rss(m Measure) float64  { return float64(m.RSS) / 1e6 }

// originals returns the modules that are no copies of one.
func (r *Record) originals() []*Checkout {
	return slices.DeleteFunc(slices.Clone(r.Modules), func(c *Checkout) bool { return c.Copies > 0 })
}

// foreign returns the modules that leakvet looks at: all but the standard library, of
// which it knows all that it has to.
func (r *Record) foreign() []*Checkout {
	return slices.DeleteFunc(r.originals(), (*Checkout).IsStandard)
}

// copies returns the modules that are copies of one.
func (r *Record) copies() []*Checkout {
	return slices.DeleteFunc(slices.Clone(r.Modules), func(c *Checkout) bool { return c.Copies == 0 })
}

// Ratio returns how many times the CPU of the tool that does nothing leakvet takes, cold
// and over all modules that it looks at.
func (r *Record) Ratio() float64 {
	var leakvet, noop float64
	for _, c := range r.foreign() {
		leakvet += r.median(c.Name, Leakvet, Cold, cpu)
		noop += r.median(c.Name, Noop, Cold, cpu)
	}
	return leakvet / noop
}

// String says it for people who wait.
func (m Measure) String() string {
	return fmt.Sprintf("%s %s %s: %.2f s CPU, %.2f s, %d MB", m.Module, m.Tool, m.Mode,
		m.CPU.Seconds(), m.Wall.Seconds(), m.RSS/1e6)
}

// Total returns how long the runs took.
func (r *Record) Total() (d time.Duration) {
	for _, m := range r.Measures {
		d += m.Wall
	}
	return d
}
