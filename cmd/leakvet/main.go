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
	flag.String("roots", "", "any `name` for the packages asked for: under another name the go command forgets what it knows of them")
	cfg := analyzer.RegisterFlags(flag.CommandLine)
	analyzers, err := analyzer.New(cfg)
	if err != nil {
		fmt.Fprintln(os.Stderr, "leakvet:", err)
		os.Exit(2)
	}
	unitchecker.Main(analyzers...)
}
