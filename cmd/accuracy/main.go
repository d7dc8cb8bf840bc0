// Command accuracy measures leakvet on public code.
//
//	accuracy corpus -cases cases.jsonl -repos dir -tool leakvet
//	accuracy quiet -cases tricky.jsonl -repos dir -tool leakvet
//	accuracy repos -list file -repos dir -tool leakvet -out reports.jsonl -surveys surveys.jsonl
//	accuracy fixes -list file -repos dir -tool leakvet -out fixes.jsonl
//	accuracy sample -n 40 -seed 1 -read adjudications.jsonl reports.jsonl
//	accuracy diff -read adjudications.jsonl old.jsonl new.jsonl
//
// corpus: for every case, a fault that a repository had and fixed, is the fault
// reported at the fix's parent, and is the report gone at the fix? The commits
// are exported below -work and stay there for the next run.
//
// quiet: is anything reported in functions that are right, if unusual?
//
// repos: all reports over whole repositories, given by lines
// "owner/name commit [module directory]", to be read and judged. The files of
// the last run over the list in docs/accuracy are there, and so is what was
// found by reading, a JSON object for each place and rule; the tables in
// docs/accuracy.md are made of them.
//
// sample: reports that nobody has read yet, of those that a seed chooses.
//
// diff: what a change of the engine changed, and what is known of it.
//
// fixes: of how many of the reports is a fix offered, and once it is applied, is the
// report gone and no new one made?
//
// The directory -repos holds the repositories' git directories: owner+name,
// owner+name.git or owner/name, each of these a git directory itself or one
// with .git, repo or repo/.git in it. It is only read.
//
// toolexec is for internal use: it lets `go vet` do without compiling.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"

	"github.com/leakvet/leakvet/cmd/internal/accuracy"
)

func main() { os.Exit(exitCode(os.Args[1:])) }

// exitCode runs the program and tells what went wrong.
func exitCode(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := run(ctx, args, os.Stdout, os.Stderr)
	if err == nil || errors.Is(err, flag.ErrHelp) {
		return 0
	}
	// A bare exit error is of the tool behind toolexec, which has spoken.
	var exit *exec.ExitError
	if errors.As(err, &exit) && errors.Unwrap(err) == nil {
		return exit.ExitCode()
	}
	fmt.Fprintln(os.Stderr, "accuracy:", err)
	return 1
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	if len(args) == 0 {
		return errors.New("want a subcommand: corpus, quiet, repos, fixes, sample or diff")
	}
	fs := flag.NewFlagSet("accuracy "+args[0], flag.ContinueOnError)
	fs.SetOutput(stderr)
	switch args[0] {
	case "corpus":
		return corpus(ctx, fs, args[1:], stdout)
	case "quiet":
		return quiet(ctx, fs, args[1:], stdout)
	case "repos":
		return repos(ctx, fs, args[1:], stdout)
	case "fixes":
		return fixes(ctx, fs, args[1:], stdout)
	case "sample":
		return sample(fs, args[1:], stdout)
	case "diff":
		return diff(fs, args[1:], stdout)
	case "toolexec":
		return accuracy.Toolexec(args[1:], stdout, stderr)
	}
	return fmt.Errorf("unknown subcommand %q", args[0])
}
