package oracle

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/leakvet/leakvet/cmd/internal/oracle/world"
)

// A Judge judges programs with a leakvet.
type Judge struct {
	Tool  string // the leakvet to ask
	Dir   string // the directory to write programs into, which is emptied each time
	Fixes bool   // judge the suggested fixes too
}

// Judge returns the verdicts on those of the programs that make sense.
func (j *Judge) Judge(ctx context.Context, cases []Case) ([]*Verdict, error) {
	if err := os.RemoveAll(j.Dir); err != nil {
		return nil, err
	}
	b, err := write(j.Dir, cases)
	if err != nil {
		return nil, err
	}
	if err := j.judge(ctx, b); err != nil {
		return nil, err
	}
	if j.Fixes {
		if err := j.mend(ctx, b); err != nil {
			return nil, err
		}
	}
	return b.verdicts, nil
}

// judge fills in the verdicts on the programs that a batch has on disk.
func (j *Judge) judge(ctx context.Context, b *batch) error {
	reports, err := j.ask(ctx, b)
	if err != nil {
		return err
	}
	if err := j.build(ctx, b); err != nil {
		return err
	}
	truths := map[string]world.Result{}
	if err := j.run(ctx, truths); err != nil {
		return err
	}
	if doubtful := doubtful(truths, reports); len(doubtful) > 0 {
		if err := j.run(ctx, truths, doubtful...); err != nil {
			return err
		}
	}
	for _, v := range b.verdicts {
		compare(v, truths[v.ID], reports[v.ID])
	}
	return nil
}

// doubtful returns the programs of which some runs were left out and that have a
// report which the others do not justify.
func doubtful(truths map[string]world.Result, reports map[string][]report) []string {
	var ids []string
	for id, truth := range truths {
		unjustified := func(r report) bool { return !justified(r, truth) }
		if !truth.Exact && truth.Fault == "" && slices.ContainsFunc(reports[id], unjustified) {
			ids = append(ids, id)
		}
	}
	return ids
}

// programs is the executable that runs a batch.
func (j *Judge) programs() string { return filepath.Join(j.Dir, "programs") }

func (j *Judge) build(ctx context.Context, b *batch) error {
	build := exec.CommandContext(ctx, "go", "build", "-o", j.programs(), ".")
	build.Dir = b.run
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return nil
}

// run runs the programs of a batch, or only those that are named, in more ways,
// and sets their results.
func (j *Judge) run(ctx context.Context, results map[string]world.Result, named ...string) error {
	command := exec.CommandContext(ctx, j.programs(), named...)
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var r world.Result
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return err
		}
		results[r.ID] = r
	}
	return lines.Err()
}

// rules are those that the runs can tell something about.
const rules = "unclosed,undisposed,rowserr,afterclose,deferloop,cleanuporder"

// A report is one of leakvet's.
type report struct {
	Rule, File, Message string
	Line                int
}

func (r report) where() string { return fmt.Sprintf("%s:%d", filepath.Base(r.File), r.Line) }

// ask returns what leakvet says about the programs of a batch.
func (j *Judge) ask(ctx context.Context, b *batch) (map[string][]report, error) {
	command := exec.CommandContext(ctx, j.Tool, "-format=json", "-rules="+rules, "./...")
	command.Dir = b.look
	out, err := command.Output()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		if exit != nil {
			err = fmt.Errorf("%w\n%s", err, exit.Stderr)
		}
		return nil, err
	}
	var answer struct{ Findings []report }
	if err := json.Unmarshal(out, &answer); err != nil {
		return nil, err
	}
	reports := map[string][]report{}
	for _, r := range answer.Findings {
		id := strings.TrimPrefix(filepath.Base(r.File), world.FilePrefix)
		id = strings.TrimSuffix(strings.TrimSuffix(id, ".go"), "lib")
		reports[id] = append(reports[id], r)
	}
	return reports, nil
}
