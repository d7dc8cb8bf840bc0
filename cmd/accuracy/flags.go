package main

import (
	"encoding/json"
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

// selection holds the flags of the two subcommands that run cases.
type selection struct {
	common
	file, only string
	jobs       int
	json       bool
}

func (s *selection) register(fs *flag.FlagSet) {
	s.common.register(fs)
	fs.StringVar(&s.file, "cases", "", "`file` of cases, a JSON object a line")
	fs.StringVar(&s.only, "only", "", "`ids` of the cases to run, separated by commas")
	fs.IntVar(&s.jobs, "j", 1, "how many cases to run at a time")
	fs.BoolVar(&s.json, "json", false, "print the results as JSON, one a line, and no totals")
}

func (s *selection) open() (*accuracy.Corpus, error) {
	trees, tool, err := s.common.open()
	return &accuracy.Corpus{Trees: trees, Tool: tool, Jobs: s.jobs}, err
}

type liner interface{ Line() string }

// printer returns a function that prints a result, and its first error.
func (s *selection) printer(w io.Writer) (show func(liner), err *error) {
	err = new(error)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return func(v liner) {
		switch {
		case *err != nil:
		case s.json:
			*err = enc.Encode(v)
		default:
			_, *err = io.WriteString(w, v.Line())
		}
	}, err
}

// cases reads the cases that fit, or those of them in -only.
func (s *selection) cases(fits func(accuracy.Case) bool) ([]accuracy.Case, error) {
	cases, err := read(s.file, accuracy.ReadCases)
	if err != nil {
		return nil, err
	}
	ids := strings.FieldsFunc(s.only, func(r rune) bool { return r == ',' })
	cases = slices.DeleteFunc(cases, func(c accuracy.Case) bool {
		return !fits(c) || s.only != "" && !slices.Contains(ids, c.Name())
	})
	if len(cases) == 0 {
		return nil, fmt.Errorf("%s: no case to run", s.file)
	}
	return cases, nil
}
