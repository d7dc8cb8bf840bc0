package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/leakvet/leakvet/cmd/internal/accuracy"
)

// common holds the flags of the two subcommands that run the tool.
type common struct {
	repos, work, tool, flags string
	timeout                  time.Duration
	compile                  bool
}

func (c *common) register(fs *flag.FlagSet) {
	fs.StringVar(&c.repos, "repos", ".", "`directory` of git directories")
	fs.StringVar(&c.work, "work", filepath.Join(os.TempDir(), "accuracy"), "`directory` for exported trees, kept")
	fs.StringVar(&c.tool, "tool", "leakvet", "the vettool, a `file` or a name to look up")
	fs.StringVar(&c.flags, "flags", "", "`flags` for the tool, separated by spaces")
	fs.BoolVar(&c.compile, "compile", false, "let go vet compile the dependencies, which is slow and not needed")
	fs.DurationVar(&c.timeout, "timeout", 15*time.Minute, "limit for one run of go vet")
}

func (c *common) open() (*accuracy.Trees, accuracy.Tool, error) {
	tool := accuracy.Tool{Flags: strings.Fields(c.flags), Timeout: c.timeout}
	var err error
	if tool.Path, err = exec.LookPath(c.tool); err != nil {
		return nil, tool, err
	}
	if tool.Path, err = filepath.Abs(tool.Path); err != nil {
		return nil, tool, err
	}
	if err := os.MkdirAll(c.work, 0o777); err != nil {
		return nil, tool, err
	}
	work, err := filepath.Abs(c.work)
	if err != nil {
		return nil, tool, err
	}
	// The go command resolves links, and its answers are compared with ours.
	if work, err = filepath.EvalSymlinks(work); err != nil {
		return nil, tool, err
	}
	if !c.compile {
		self, err := os.Executable()
		if err != nil {
			return nil, tool, err
		}
		if err := tool.SkipCompile(self, filepath.Join(work, ".bin")); err != nil {
			return nil, tool, err
		}
	}
	return &accuracy.Trees{Repos: c.repos, Work: work}, tool, nil
}

func corpus(ctx context.Context, fs *flag.FlagSet, args []string, stdout io.Writer) error {
	var c common
	c.register(fs)
	file := fs.String("cases", "", "`file` of cases, a JSON object a line")
	only := fs.String("only", "", "`ids` of the cases to run, separated by commas")
	jobs := fs.Int("j", 1, "how many cases to run at a time")
	asJSON := fs.Bool("json", false, "print the verdicts as JSON, one a line, and no totals")
	if err := fs.Parse(args); err != nil {
		return err
	}
	cases, err := readCases(*file, *only)
	if err != nil {
		return err
	}
	trees, tool, err := c.open()
	if err != nil {
		return err
	}
	var verdicts []accuracy.Verdict
	enc := json.NewEncoder(stdout)
	enc.SetEscapeHTML(false)
	var printing error
	measure := accuracy.Corpus{Trees: trees, Tool: tool, Jobs: *jobs}
	err = measure.Run(ctx, cases, func(v accuracy.Verdict) {
		verdicts = append(verdicts, v)
		if *asJSON {
			printing = errors.Join(printing, enc.Encode(v))
		} else {
			fmt.Fprint(stdout, v.Line())
		}
	})
	if err != nil || printing != nil || *asJSON {
		return errors.Join(err, printing)
	}
	return accuracy.WriteTotals(stdout, verdicts)
}

// readCases reads the cases that are measured, or those of them in only.
func readCases(file, only string) ([]accuracy.Case, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	cases, err := accuracy.ReadCases(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	ids := strings.FieldsFunc(only, func(r rune) bool { return r == ',' })
	cases = slices.DeleteFunc(cases, func(c accuracy.Case) bool {
		return accuracy.Rules(c.Kind) == nil || only != "" && !slices.Contains(ids, c.ID)
	})
	if len(cases) == 0 {
		return nil, fmt.Errorf("%s: no case to run", file)
	}
	return cases, nil
}
