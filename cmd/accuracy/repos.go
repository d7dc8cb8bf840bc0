package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/leakvet/leakvet/cmd/internal/accuracy"
)

func repos(ctx context.Context, fs *flag.FlagSet, args []string, stdout io.Writer) error {
	var c common
	c.register(fs)
	var r record
	r.register(fs)
	list := fs.String("list", "", "`file` of targets")
	only := fs.String("only", "", "`names` of the repositories to run, separated by commas")
	if err := fs.Parse(args); err != nil {
		return err
	}
	targets, err := read(*list, accuracy.ReadTargets)
	if err != nil {
		return err
	}
	if targets = chosen(targets, *only); len(targets) == 0 {
		return fmt.Errorf("%s: no repository to run", *list)
	}
	trees, tool, err := c.open()
	if err != nil {
		return err
	}
	rec, err := r.load()
	if err != nil {
		return err
	}
	for _, repo := range repositories(targets) {
		var surveys []accuracy.Survey
		for _, t := range targets {
			if t.Repo != repo {
				continue
			}
			s, err := t.Vet(ctx, trees, tool)
			if err != nil {
				return err
			}
			printSurvey(stdout, s)
			surveys = append(surveys, s)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		rec.Replace(repo, surveys)
		// One at a time, as the next may fail.
		if err := r.save(rec); err != nil {
			return err
		}
	}
	return nil
}

func chosen(targets []accuracy.Target, only string) []accuracy.Target {
	if only == "" {
		return targets
	}
	names := strings.Split(only, ",")
	return slices.DeleteFunc(targets, func(t accuracy.Target) bool { return !slices.Contains(names, t.Repo) })
}

// repositories are those of the targets, each once.
func repositories(targets []accuracy.Target) []string {
	var names []string
	for _, t := range targets {
		if !slices.Contains(names, t.Repo) {
			names = append(names, t.Repo)
		}
	}
	return names
}

func printSurvey(w io.Writer, s accuracy.Survey) {
	fmt.Fprintf(w, "%s %s %s: %d packages of %d lines, %d left out, %d reports; in %s\n",
		s.Repo, s.Commit, s.Module, s.Packages, s.Lines, len(s.Broken), len(s.Reports), s.Tree)
	for _, b := range s.Broken {
		fmt.Fprintf(w, "\tleft out: %s\n", b)
	}
	if s.Failure != "" {
		fmt.Fprintf(w, "\tgo vet: %s\n", s.Failure)
	}
}
