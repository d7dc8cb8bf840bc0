package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"

	"github.com/leakvet/leakvet/cmd/internal/accuracy"
)

func fixes(ctx context.Context, fs *flag.FlagSet, args []string, stdout io.Writer) error {
	var c common
	c.register(fs)
	list := fs.String("list", "", "`file` of targets")
	cases := fs.String("cases", "", "`file` of cases, of which the packages before the fix are looked at")
	out := fs.String("out", "", "`file` for all reports and their fixes, as JSON, one a line")
	alone := fs.Bool("alone", false, "try every fix by itself, too")
	untried := fs.Bool("untried", false, "only count the fixes, and try none")
	if err := fs.Parse(args); err != nil {
		return err
	}
	trees, tool, err := c.open()
	if err != nil {
		return err
	}
	var all []accuracy.Mended
	add := func(repo string, mended []accuracy.Mended) {
		for _, m := range mended {
			m.Repo = repo
			all = append(all, m)
			if m.Trouble != "" {
				fmt.Fprintf(stdout, "%s %s:%v\n\t%s: %s\n", repo, m.File, m.Diagnostic, m.Fix, m.Trouble)
			}
		}
	}
	switch {
	case *list != "":
		err = mendTargets(ctx, *list, trees, accuracy.Mender{Tool: tool, Tests: true, Alone: *alone, Untried: *untried}, add)
	case *cases != "":
		err = mendCases(ctx, *cases, trees, accuracy.Mender{Tool: tool, Alone: *alone, Untried: *untried}, add)
	default:
		return errors.New("fixes: want -list or -cases")
	}
	if err != nil {
		return err
	}
	if *out != "" {
		if err := writeMended(*out, all); err != nil {
			return err
		}
	}
	return printMended(stdout, all)
}

func mendTargets(ctx context.Context, list string, trees *accuracy.Trees, m accuracy.Mender, add func(string, []accuracy.Mended)) error {
	targets, err := read(list, accuracy.ReadTargets)
	if err != nil {
		return err
	}
	for _, t := range targets {
		packages, tree, err := t.Loadable(ctx, trees)
		if err != nil {
			return err
		}
		if len(packages) == 0 {
			continue
		}
		m.Tree, m.Module = tree, t.Module
		mended, err := m.Mend(ctx, packages)
		if err != nil {
			return err
		}
		add(t.Repo, mended)
	}
	return nil
}

func mendCases(ctx context.Context, file string, trees *accuracy.Trees, m accuracy.Mender, add func(string, []accuracy.Mended)) error {
	cases, err := read(file, accuracy.ReadCases)
	if err != nil {
		return err
	}
	done := map[string]bool{}
	for _, k := range cases {
		pkg, err := filepath.Rel(k.ModuleDir, k.PackageDir)
		id := k.Repo + k.ParentCommit + k.PackageDir
		if err != nil || k.ParentCommit == "" || done[id] {
			continue
		}
		done[id] = true
		m.Tree, err = trees.Export(ctx, k.Repo, k.ParentCommit)
		if err != nil {
			return err
		}
		m.Module = k.ModuleDir
		mended, err := m.Mend(ctx, []string{"./" + filepath.ToSlash(pkg)})
		if err != nil {
			return err
		}
		add(k.Repo, mended)
	}
	return nil
}

func writeMended(file string, all []accuracy.Mended) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(f)
	enc.SetEscapeHTML(false)
	for _, m := range all {
		if err := enc.Encode(m); err != nil {
			return errors.Join(err, f.Close())
		}
	}
	return f.Close()
}

// printMended prints a table by rule, and of all.
func printMended(w io.Writer, all []accuracy.Mended) error {
	type sum struct{ reports, offered, right int }
	sums := map[string]*sum{"all": {}}
	for _, m := range all {
		if sums[m.Rule] == nil {
			sums[m.Rule] = &sum{}
		}
		for _, s := range []*sum{sums[m.Rule], sums["all"]} {
			s.reports++
			if m.Fix != "" {
				s.offered++
			}
			if m.Fix != "" && m.Trouble == "" {
				s.right++
			}
		}
	}
	tw := tabwriter.NewWriter(w, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tw, "rule\treports\tfix offered\tapplied and silent\t")
	last := func(rule string) int {
		if rule == "all" {
			return 1
		}
		return 0
	}
	rules := slices.SortedFunc(maps.Keys(sums), func(a, b string) int {
		return cmp.Or(cmp.Compare(last(a), last(b)), cmp.Compare(a, b))
	})
	for _, rule := range rules {
		s := sums[rule]
		fmt.Fprintf(tw, "%s\t%d\t%d\t%d\t\n", rule, s.reports, s.offered, s.right)
	}
	return tw.Flush()
}
