package bench

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// The modes of a run.
const (
	Cold = "cold" // nothing is known of the tool; the packages have been compiled before
	Warm = "warm" // nothing has changed
	Edit = "edit" // one package has changed, and is asked for alone
)

// A Measure is what one run of go vet took, with all its processes.
type Measure struct {
	Module string        `json:"module"`
	Tool   string        `json:"tool"`
	Mode   string        `json:"mode"`
	CPU    time.Duration `json:"cpu"`  // user and system
	Wall   time.Duration `json:"wall"` // from beginning to end
	RSS    int64         `json:"rss"`  // bytes of the largest process
}

// Round measures the tools over a module, one after another: cold, warm, and behind an
// edit.
func (c *Checkout) Round(ctx context.Context, tools []Tool, tell func(Measure)) error {
	for _, t := range tools {
		if err := c.round(ctx, t, tell); err != nil {
			return err
		}
	}
	return nil
}

func (c *Checkout) round(ctx context.Context, t Tool, tell func(Measure)) (err error) {
	file, err := t.fresh()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(file)) }()
	run := func(mode, pattern string) error {
		m, err := c.vet(ctx, file, pattern)
		m.Module, m.Tool, m.Mode = c.Name, t.Name, mode
		if err == nil {
			tell(m)
		}
		return err
	}
	if err := run(Cold, c.pattern); err != nil {
		return err
	}
	if err := run(Warm, c.pattern); err != nil || c.Edit == "" {
		return err
	}
	// What is asked for alone is another question for the go command.
	if _, err := c.vet(ctx, file, c.Edit); err != nil {
		return err
	}
	return c.edited(func() error { return run(Edit, c.Edit) })
}

// edited calls f while a file of the package has one more line.
func (c *Checkout) edited(f func() error) (err error) {
	name, err := c.fileToEdit()
	if err != nil {
		return err
	}
	before, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.WriteFile(name, before, 0o666)) }()
	stamp := []byte("\n// " + time.Now().String() + "\n")
	if err := os.WriteFile(name, slices.Concat(before, stamp), 0o666); err != nil {
		return err
	}
	return f()
}

func (c *Checkout) fileToEdit() (string, error) {
	names, err := filepath.Glob(filepath.Join(c.Dir, c.Edit, "*.go"))
	if err != nil {
		return "", err
	}
	if len(names) == 0 {
		return "", errors.New("no file to edit in " + c.Edit)
	}
	return names[0], nil
}

// vet runs go vet. What it finds does not matter.
func (c *Checkout) vet(ctx context.Context, tool, pattern string) (Measure, error) {
	cmd := exec.CommandContext(ctx, "go", "vet", "-vettool="+tool, pattern)
	cmd.Dir = c.Dir
	begin := time.Now()
	err := cmd.Run()
	wall := time.Since(begin)
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || ctx.Err() != nil) {
		return Measure{}, err
	}
	return Measure{
		CPU:  cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(),
		Wall: wall,
		RSS:  maxRSS(cmd.ProcessState),
	}, nil
}
