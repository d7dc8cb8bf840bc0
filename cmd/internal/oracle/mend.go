package oracle

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// A Mending is what came of the fixes that were suggested for a program.
type Mending struct {
	Near, Far string // the text with the fixes
	// Trouble says what is wrong with it; "" is nothing.
	Trouble string
	// Left counts the reports that remain.
	Left int
}

// mend applies the fixes that leakvet suggests, judges the programs again, and
// notes in the verdicts how those that were changed have fared.
func (j *Judge) mend(ctx context.Context, b *batch) error {
	command := exec.CommandContext(ctx, "go", "vet", "-fix", "-vettool="+j.Tool, "-rules="+rules, "./...")
	command.Dir = b.look
	out, err := command.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return err
	}
	mended := &batch{look: b.look, run: b.run}
	before := map[string]*Verdict{}
	for _, v := range b.verdicts {
		after := &Verdict{Case: v.Case, near: v.near, far: v.far}
		if after.Near, err = read(b.look, v.near); err == nil && v.far != "" {
			after.Far, err = read(b.look, v.far)
		}
		if err != nil {
			return err
		}
		if after.Near == v.Near && after.Far == v.Far {
			continue
		}
		for name, text := range after.files() {
			if err := os.WriteFile(filepath.Join(b.run, name), []byte(toRun.Replace(text)), 0o644); err != nil {
				return err
			}
		}
		before[v.ID] = v
		v.Mended = &Mending{Near: after.Near, Far: after.Far}
		mended.verdicts = append(mended.verdicts, after)
	}
	if err := j.judge(ctx, mended); err != nil {
		return fmt.Errorf("with the fixes: %w\n%s", err, out)
	}
	for _, after := range mended.verdicts {
		v := before[after.ID]
		v.Mended.Left = after.Reported
		v.Mended.Trouble = trouble(v, after)
	}
	return nil
}

func read(dir, name string) (string, error) {
	text, err := os.ReadFile(filepath.Join(dir, name))
	return string(text), err
}

// trouble says what is wrong with a program after the fixes; "" is nothing.
func trouble(before, after *Verdict) string {
	switch {
	case after.Fault != "":
		return "it cannot be run: " + after.Fault
	case len(after.Disagreements) > len(before.Disagreements):
		return fmt.Sprint(after.Disagreements)
	case after.Reported >= before.Reported:
		return "the report is still there, or another one instead"
	case after.Leaking > before.Leaking:
		return "there are more leaks"
	}
	for outcome := range before.outcomes {
		if !after.outcomes[outcome] {
			return "it never ends with" + outcome
		}
	}
	for outcome := range after.outcomes {
		if !before.outcomes[outcome] && !before.unasked {
			return "it may end with" + outcome
		}
	}
	return ""
}
