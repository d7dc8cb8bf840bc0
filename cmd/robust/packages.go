package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"golang.org/x/tools/go/packages"

	"github.com/leakvet/leakvet/cmd/internal/progress"
	"github.com/leakvet/leakvet/cmd/internal/robust"
)

// overPackages judges the packages that patterns match.
func overPackages(ctx context.Context, args []string, stdout io.Writer) (bool, error) {
	r := &report{out: stdout, line: progress.On(os.Stderr, "robust")}
	flags := flag.NewFlagSet("packages", flag.ContinueOnError)
	r.flags(flags)
	dir := flags.String("C", "", "the `directory` in which the patterns are matched")
	prefix := flags.String("prefix", "", "what the `paths` of the packages begin with")
	copies := flags.Bool("copies", false, "let them import each other under these paths")
	verbose := flags.Bool("v", false, "print why packages are left out")
	if err := flags.Parse(args); err != nil {
		return false, err
	}
	if flags.NArg() == 0 {
		return false, errors.New("packages: want patterns")
	}
	universe, broken, err := robust.List(ctx, *dir, nil, flags.Args()...)
	if err != nil {
		return false, err
	}
	var illTyped []error
	err = r.judge(flags.Arg(0), func(seed uint64) (pkgs []*packages.Package, err error) {
		pkgs, illTyped = universe.Load(robust.View{Prefix: *prefix, Copies: *copies, Seed: seed})
		return pkgs, ctx.Err()
	})
	if err != nil {
		return false, err
	}
	broken = append(broken, illTyped...)
	r.broken = len(broken)
	for _, err := range broken {
		if *verbose {
			fmt.Fprintln(stdout, "left out:", err)
		}
	}
	return r.print(), nil
}
