package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/leakvet/leakvet/cmd/internal/accuracy"
)

func repos(ctx context.Context, fs *flag.FlagSet, args []string, stdout io.Writer) error {
	var c common
	c.register(fs)
	list := fs.String("list", "", "`file` of targets")
	out := fs.String("out", "", "`file` for all reports, as JSON, one a line")
	n := fs.Int("sample", 0, "print that many reports of each repository")
	seed := fs.Int64("seed", 1, "choice of the sample")
	if err := fs.Parse(args); err != nil {
		return err
	}
	targets, err := read(*list, accuracy.ReadTargets)
	if err != nil {
		return err
	}
	trees, tool, err := c.open()
	if err != nil {
		return err
	}
	var all []accuracy.Report
	for _, t := range targets {
		s, err := t.Vet(ctx, trees, tool)
		if err != nil {
			return err
		}
		all = append(all, s.Reports...)
		printSurvey(stdout, s)
	}
	if *out != "" {
		if err := write(*out, all); err != nil {
			return err
		}
	}
	printSample(stdout, all, *n, *seed)
	return ctx.Err()
}

func printSurvey(w io.Writer, s accuracy.Survey) {
	fmt.Fprintf(w, "%s %s %s: %d packages, %d left out, %d reports; in %s\n",
		s.Repo, s.Commit, s.Module, s.Packages, len(s.Broken), len(s.Reports), s.Tree)
	for _, b := range s.Broken {
		fmt.Fprintf(w, "\tleft out: %s\n", b)
	}
	if s.Failure != "" {
		fmt.Fprintf(w, "\tgo vet: %s\n", s.Failure)
	}
}

func printSample(w io.Writer, all []accuracy.Report, n int, seed int64) {
	for _, r := range accuracy.Sample(all, n, seed) {
		fmt.Fprintln(w, r)
		for _, rel := range r.Related {
			fmt.Fprintf(w, "\t%s:%d %s\n", rel.File, rel.Line, rel.Message)
		}
	}
}

func sample(fs *flag.FlagSet, args []string, stdout io.Writer) error {
	n := fs.Int("n", 40, "how many reports of each repository")
	seed := fs.Int64("seed", 1, "choice of the sample")
	if err := fs.Parse(args); err != nil {
		return err
	}
	if fs.NArg() != 1 {
		return errors.New("sample: want one file of reports")
	}
	all, err := read(fs.Arg(0), accuracy.ReadReports)
	if err != nil {
		return err
	}
	printSample(stdout, all, *n, *seed)
	return nil
}

func diff(fs *flag.FlagSet, args []string, stdout io.Writer) error {
	if err := fs.Parse(args); err != nil {
		return err
	}
	if fs.NArg() != 2 {
		return errors.New("diff: want two files of reports")
	}
	before, err := read(fs.Arg(0), accuracy.ReadReports)
	if err != nil {
		return err
	}
	after, err := read(fs.Arg(1), accuracy.ReadReports)
	if err != nil {
		return err
	}
	accuracy.Diff(stdout, before, after)
	return nil
}

func read[T any](file string, parse func(io.Reader) ([]T, error)) ([]T, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	ts, err := parse(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return ts, nil
}

func write(file string, rs []accuracy.Report) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	return errors.Join(accuracy.WriteReports(f, rs), f.Close())
}
