// Leakvet finds resources that are not released. It is a command of its own,
// and a tool for go vet -vettool and go fix -fixtool.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/leakvet/leakvet/analyzer"
	"github.com/leakvet/leakvet/cmd/internal/cli"
	"github.com/leakvet/leakvet/internal/config"
)

func main() {
	if isTool(os.Args[1:]) {
		tool()
	}
	os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr))
}

// isTool reports whether the go command is the caller.
func isTool(args []string) bool {
	return slices.ContainsFunc(args, func(arg string) bool {
		return arg == "-V=full" || arg == "-flags" || strings.HasSuffix(arg, ".cfg")
	})
}

// gcPercent lets the heap grow further than by default before it is collected: the
// tool lives for one package, and most packages end before the first collection.
const gcPercent = 400

// tool answers the go command and does not return.
func tool() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	flag.Var(version{}, "V", "print the version")
	flag.String("roots", "", "any `name` for the packages asked for: under another name the go command forgets what it knows of them")
	cfg := config.RegisterFlags(flag.CommandLine)
	if err := configure(cfg); err != nil {
		fail(err)
	}
	analyzers, err := analyzer.New(cfg)
	if err != nil {
		fail(err)
	}
	unitchecker.Main(analyzers...)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "leakvet:", err)
	os.Exit(2)
}

// configure reads the file of the package's module, which the go command makes the
// working directory, unless the flags hold a whole configuration or are what is asked
// for. Nobody wrote a file for what comes from the module cache, whose directories have
// an @ in their names.
func configure(cfg *analyzer.Config) error {
	needless := func(arg string) bool { return arg == "-flags" || strings.HasPrefix(arg, "-config=") }
	if slices.ContainsFunc(os.Args[1:], needless) {
		return nil
	}
	dir, err := os.Getwd()
	if err != nil || strings.Contains(dir, "@") {
		return err
	}
	file, _, err := config.Load(dir)
	if err == nil {
		cfg.Merge(file)
	}
	return err
}
