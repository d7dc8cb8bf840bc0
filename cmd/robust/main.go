// Command robust runs leakvet over code that it was not made for, to see whether it
// falls over.
//
//	robust monsters [-scale f] [name ...]
//	robust packages [-runs n] [-prefix path [-copies]] [-C dir] pattern ...
//	robust files [-runs n] [-mutants n] [-seed n] dir ...
//
// monsters: what do programs cost that are larger than anybody's, and how does that
// grow? Each is analysed in three sizes, which double.
//
// packages: all rules in both profiles, several times, with the files, the packages and
// the rules in another order each time and on another number of processors. Nothing may
// crash, and nothing may change. With -prefix the packages that match are analysed as if
// their paths began with that, which is how the standard library comes to be looked at
// (-prefix source.test/ std cmd); with -copies they also import each other under these
// names.
//
// files: the same for each Go file below the directories that is a package by itself,
// and for -mutants files made of it by changing a few statements.
//
// docs/robustness.md tells what was found. Exit code: 0 nothing, 1 something, 2 trouble.
package main

import (
	"context"
	"errors"
	"io"
	"os"

	"github.com/leakvet/leakvet/cmd/internal/exit"
)

func main() {
	os.Exit(exit.Code("robust", func(ctx context.Context) (bool, error) { return run(ctx, os.Args[1:], os.Stdout) }))
}

// A command reports whether all is well.
type command func(ctx context.Context, args []string, stdout io.Writer) (bool, error)

var commands = map[string]command{"monsters": monsters, "packages": overPackages, "files": overFiles}

func run(ctx context.Context, args []string, stdout io.Writer) (bool, error) {
	if len(args) == 0 || commands[args[0]] == nil {
		return false, errors.New("want monsters, packages or files")
	}
	return commands[args[0]](ctx, args[1:], stdout)
}
