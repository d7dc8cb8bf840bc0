// Package oracle tells, without a person, whether leakvet is right: it runs
// programs in every way that they can go, and compares what they leave open with
// what leakvet says about them.
package oracle

import (
	"fmt"
	"strings"

	"github.com/leakvet/leakvet/cmd/internal/oracle/program"
)

// A Case is a program to be judged.
type Case struct {
	ID      string
	Program *program.Program
	Style   uint64 // how it is written; 0 is plain
}

// A Verdict is what was found out about a case.
type Verdict struct {
	Case
	Near, Far string // the text

	Runs          int
	Exact         bool   // it was run in every way
	Fault         string // why it cannot be run; "" if it can
	Disagreements []Disagreement

	Acquires, Leaking int // sites that acquire, and those of them that leak
	Reported          int

	Mended *Mending // nil if no fix was suggested, or they are not judged

	near, far string          // the files of the text, below the module; far may be empty
	outcomes  map[string]bool // see world.Result
	unasked   bool            // an error of an iteration is not asked for
}

// files are the texts of a program by their files' names below the module.
func (v *Verdict) files() map[string]string {
	files := map[string]string{v.near: v.Near}
	if v.far != "" {
		files[v.far] = v.Far
	}
	return files
}

// A Disagreement is one between leakvet and the runs.
type Disagreement struct {
	Rule  string
	Alarm bool   // leakvet reports what does not happen; else it misses what does
	Where string // file:line
	What  string
}

func (d Disagreement) String() string {
	kind := "missed"
	if d.Alarm {
		kind = "false alarm"
	}
	return fmt.Sprintf("%s: %s: %s: %s", d.Where, kind, d.Rule, d.What)
}

// Class is what disagreements of the same sort have in common.
func (d Disagreement) Class() string {
	kind, _, _ := strings.Cut(d.String()[len(d.Where)+2:], ": ")
	return kind + " " + d.Rule
}
