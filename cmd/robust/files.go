package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/leakvet/leakvet/cmd/internal/progress"
	"github.com/leakvet/leakvet/cmd/internal/robust"
)

// overFiles judges single files, and what mutations make of them.
func overFiles(ctx context.Context, args []string, stdout io.Writer) (bool, error) {
	r := &report{out: stdout, line: progress.On(os.Stderr, "robust")}
	flags := flag.NewFlagSet("files", flag.ContinueOnError)
	r.flags(flags)
	mutants := flags.Int("mutants", 0, "how many `files` are made of each")
	seed := flags.Uint64("seed", 1, "the first `seed` of the mutations")
	keep := flags.String("keep", "", "a `directory` for the mutants that something is wrong with")
	if err := flags.Parse(args); err != nil {
		return false, err
	}
	library, err := robust.NewLibrary(ctx, "", nil, "std")
	if err != nil {
		return false, err
	}
	j := fileJudge{report: r, library: library, keep: *keep}
	for _, dir := range flags.Args() {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
				return err
			}
			src, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for i := range 1 + *mutants {
				variant := src
				if i > 0 {
					variant = robust.Mutate(src, *seed+uint64(i))
				}
				if err := j.judge(ctx, fmt.Sprintf("%s#%d", path, i), variant); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return false, fmt.Errorf("files: %w", err)
		}
	}
	return r.print(), nil
}

// A fileJudge judges sources.
type fileJudge struct {
	*report
	library *robust.Library
	keep    string
}

// judge judges a source, unless it is ill-typed.
func (j fileJudge) judge(ctx context.Context, what string, src []byte) error {
	if _, err := j.library.File(what, src); err != nil {
		j.broken++
		return ctx.Err()
	}
	before := j.wrong
	err := j.report.judge(what, func(uint64) ([]*packages.Package, error) {
		p, err := j.library.File(what, src)
		return []*packages.Package{p}, err
	})
	if err == nil && j.wrong > before && j.keep != "" {
		err = os.WriteFile(filepath.Join(j.keep, strings.ReplaceAll(what, string(filepath.Separator), "_")+".go"), src, 0o666)
	}
	return err
}
