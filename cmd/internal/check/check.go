// Package check runs the analyzers over the packages of a module and gathers
// what they say. It does so through go vet, with this executable as the tool:
// the go command then loads the packages, runs them in parallel, and answers
// what did not change from its cache.
package check

import (
	"context"
	"errors"
	"fmt"
	"go/build"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/leakvet/leakvet/cmd/internal/overlay"
)

// Options say what to check.
type Options struct {
	Tool     string         // the executable that go vet runs for every package
	Flags    []string       // the flags of the tool
	Dir      string         // the directory to work in, absolute
	Tags     string         // build tags, as in the go command
	Tests    bool           // whether to check the _test.go files
	Patterns []string       // the packages
	Progress func(done int) // told how many packages are done; may be nil

	// Overlay names, by the files that it stands for, files with other text, as
	// go build -overlay does. The findings name the files that they stand for.
	Overlay map[string]string
	// Units is a directory to keep the units of the packages in, for
	// [Result.Units]. There are only those that the go command had to ask the
	// tool about: an overlay that alters every file of the packages sees to it.
	// The file names of the result are absolute then.
	Units string
}

// goFlags returns the flags of the go command.
func (o Options) goFlags() []string {
	if o.Tags == "" {
		return nil
	}
	return []string{"-tags=" + o.Tags}
}

// A Result is what a run found. It is worth reading even when there are errors:
// a package that does not compile hides nothing of the others.
type Result struct {
	Findings []Finding // sorted, without duplicates
	Notes    []Finding // where the analysis gave up
	Errors   []string  // why packages could not be checked, one a package
	Units    []*Unit   // if asked for
}

// ErrNoModule says that there is nothing to check the packages of.
var ErrNoModule = errors.New("no go.mod in this directory or above it: run leakvet inside a module, or name one with -C")

// ErrNoGo says that there is no go command.
var ErrNoGo = errors.New("the go command is not in PATH: install Go (https://go.dev/doc/install), or add its directory bin to PATH")

// Run checks the packages. The error is about the run as a whole; what is wrong
// with single packages is in the result.
func Run(ctx context.Context, opts Options) (*Result, error) {
	g := goCommand{ctx: ctx, dir: opts.Dir}
	env, err := g.env()
	if err != nil {
		return nil, err
	}
	if err := Skew(env.GOVERSION); err != nil {
		return nil, err
	}
	if !env.hasModule() && slices.ContainsFunc(opts.Patterns, isDirectory) {
		return nil, ErrNoModule
	}
	opts.Flags = append(slices.Clone(opts.Flags), "-roots="+env.roots(opts))
	if opts.Units == "" {
		return runVet(g, opts)
	}
	g.temp = opts.Units
	result, err := runVet(g, opts)
	units, unitErr := takeUnits(opts)
	if err := errors.Join(err, unitErr); err != nil {
		return nil, err
	}
	result.Units = units
	return result, nil
}

// Packages returns the import paths of the packages that the options ask for.
func Packages(ctx context.Context, opts Options) ([]string, error) {
	pkgs, err := goCommand{ctx: ctx, dir: opts.Dir}.list(opts.goFlags(), opts.Patterns)
	if err != nil {
		return nil, err
	}
	var paths []string
	for _, pkg := range pkgs {
		paths = append(paths, pkg.ImportPath)
	}
	return paths, nil
}

// isDirectory reports whether a pattern means directories of the module, and
// not files or packages of the standard library.
func isDirectory(pattern string) bool {
	return build.IsLocalImport(pattern) && !strings.HasSuffix(pattern, ".go")
}

func runVet(g goCommand, opts Options) (_ *Result, err error) {
	flags := opts.goFlags()
	if g.temp != "" {
		flags = append(flags, "-work")
	}
	replace := maps.Clone(opts.Overlay)
	if !opts.Tests {
		replace, err = g.withoutTests(replace, flags, opts.Patterns)
		if err != nil {
			return nil, err
		}
	}
	if len(replace) > 0 {
		var file string
		if file, err = overlay.Write(replace); err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, os.Remove(file)) }()
		flags = append(flags, "-overlay="+file)
	}
	args := slices.Concat([]string{"vet", "-json", "-vettool=" + opts.Tool}, flags, opts.Flags, []string{"--"})

	out := g.vet(append(args, opts.Patterns...), opts.Progress)
	errs := out.errors()
	if slices.Equal(errs, []string{"no packages to vet"}) {
		return nil, fmt.Errorf("no packages match %s", strings.Join(opts.Patterns, " "))
	}
	if len(errs) > 0 && out.units == 0 {
		// One package that cannot be loaded keeps go vet from all others.
		if sound := g.soundPackages(flags, opts.Patterns); len(sound) > 0 {
			out = g.vet(append(args, sound...), opts.Progress)
			errs = append(errs, out.errors()...)
		}
	}
	n := namesOf(opts.Dir, opts.Overlay)
	n.absolute = opts.Units != ""
	return newResult(n, out.trees, errs)
}

// A goCommand runs the go command in a directory.
type goCommand struct {
	ctx  context.Context
	dir  string
	temp string // for its temporary files, where it is not the default
}

func (g goCommand) command(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(g.ctx, "go", args...)
	cmd.Dir = g.dir
	if g.temp != "" {
		cmd.Env = append(cmd.Environ(), "GOTMPDIR="+g.temp)
	}
	return cmd
}

// vet runs go vet.
func (g goCommand) vet(args []string, progress func(int)) *output {
	out := newOutput(progress)
	cmd := g.command(args...)
	cmd.Stdout, cmd.Stderr = &out.stdout, &out.stderr
	out.failure = cmd.Run()
	out.stdout.flush()
	out.stderr.flush()
	return out
}

// run runs the go command and returns its standard output.
func (g goCommand) run(args ...string) ([]byte, error) {
	data, err := g.command(args...).Output()
	if errors.Is(err, exec.ErrNotFound) {
		return nil, ErrNoGo
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) && len(exit.Stderr) > 0 {
		return nil, fmt.Errorf("go %s: %s", args[0], strings.TrimSpace(string(exit.Stderr)))
	}
	return data, err
}
