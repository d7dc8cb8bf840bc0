// Leakvet finds resources that are not released. It is a command of its own,
// and a tool for go vet -vettool and go fix -fixtool.
package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/leakvet/leakvet/analyzer"
	"github.com/leakvet/leakvet/cmd/internal/cli"
	"github.com/leakvet/leakvet/cmd/internal/dependency"
	"github.com/leakvet/leakvet/internal/config"
)

func main() {
	if isTool(os.Args[1:]) {
		tool(os.Args[1:])
	}
	os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr))
}

// isTool reports whether the go command is the caller.
func isTool(args []string) bool {
	return slices.ContainsFunc(args, func(arg string) bool {
		return arg == "-V=full" || arg == "-flags" || strings.HasSuffix(arg, ".cfg")
	})
}

// tool answers the go command and does not return.
func tool(args []string) {
	tuneGC()
	if unit := dependency.Read(args[len(args)-1]); unit != nil && dependency.FormatIsKnown() {
		cfg, err := knowledge(args)
		if err != nil {
			cfg = new(analyzer.Config) // the error is told where packages are reported on, not of every dependency
		}
		if unit.Analyse(analyzer.NewFacts(cfg), analyzer.Learns) == nil {
			os.Exit(0)
		}
	}
	flag.Var(version{}, "V", "print the version")
	flag.String("roots", "", "any `name` for the packages asked for: under another name the go command forgets what it knows of them")
	flag.CommandLine.Usage = func() {} // an error of a flag is told alone: who calls is the go command
	cfg := config.RegisterFlags(flag.CommandLine)
	if !slices.Contains(args, "-flags") && !slices.ContainsFunc(args, isConfig) {
		file, err := fileOfModule()
		if err != nil {
			fail(err)
		}
		cfg.Merge(file)
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

// configFlag begins the argument that holds a whole configuration.
const configFlag = "-config="

func isConfig(arg string) bool { return strings.HasPrefix(arg, configFlag) }

// knowledge returns what the configuration knows, which alone matters for facts: other
// flags need not be parsed for them.
func knowledge(args []string) (*analyzer.Config, error) {
	if i := slices.IndexFunc(args, isConfig); i >= 0 {
		return config.Decode([]byte(strings.TrimPrefix(args[i], configFlag)))
	}
	return fileOfModule()
}

// fileOfModule reads the file of the package's module, whose directory the go command
// makes the working directory. Nobody wrote a file for what comes from the module cache,
// where names of directories have an @.
func fileOfModule() (*analyzer.Config, error) {
	dir, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	if strings.Contains(dir, "@") {
		return new(analyzer.Config), nil
	}
	cfg, _, err := config.Load(dir)
	return cfg, err
}
