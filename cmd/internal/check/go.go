package check

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"go/version"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// environment is what go env says of a directory.
type environment struct {
	GOVERSION string // of the go command that the directory's module asks for
	GOMOD     string
	GOWORK    string
	GOFLAGS   string

	GOMODCACHE string
	GOROOT     string
}

func (g goCommand) env() (environment, error) {
	var env environment
	data, err := g.run("env", "-json", "GOVERSION", "GOMOD", "GOWORK", "GOFLAGS", "GOMODCACHE", "GOROOT")
	if err != nil {
		return env, err
	}
	return env, json.Unmarshal(data, &env)
}

// roots names what is to be checked, the same on all machines.
//
// The go command (1.26) keeps what go vet says of a package under the same key
// as what it says of the package as a dependency of others, which is nothing:
// whoever vets a package after one that imports it hears of no finding. So runs
// over different packages are kept apart by a flag that says what they are over.
//
// An overlay that alters all files of the packages keeps them apart as well, so
// that such runs can share what the go command knows of the dependencies.
//
// With -trimpath it also takes one checkout for another, and answers with the places
// of the other, so that these are kept apart, too.
func (e environment) roots(opts Options) string {
	if opts.Units != "" {
		return "units"
	}
	base := filepath.Dir(e.GOMOD)
	if e.GOWORK != "" && e.GOWORK != "off" {
		base = filepath.Dir(e.GOWORK)
	}
	dir, err := filepath.Rel(base, opts.Dir)
	if err != nil {
		dir = opts.Dir
	}
	words := append([]string{filepath.ToSlash(dir)}, opts.Patterns...)
	if slices.Contains(strings.Fields(e.GOFLAGS), "-trimpath") {
		words = append(words, base)
	}
	h := sha256.New()
	for _, word := range words {
		fmt.Fprintf(h, "%q\n", word)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// hasModule reports whether there is a module or a workspace, or no need of
// one, which is the case where GOMOD is empty.
func (e environment) hasModule() bool {
	return e.GOMOD != os.DevNull || e.GOWORK != "" && e.GOWORK != "off"
}

// ErrSkew is wrapped by the error that this executable is too old for the
// language or the standard library of the packages.
var ErrSkew = errors.New("rebuild leakvet")

// Skew saves the user from an error in every package that says nothing of the cause:
// an executable can only read the Go of its own version and before. The version is
// that of the go command, as in go env GOVERSION; nothing is known of an empty one.
func Skew(goVersion string) error {
	built, wanted := version.Lang(runtime.Version()), version.Lang(goVersion)
	if built == "" || wanted == "" || version.Compare(built, wanted) >= 0 {
		return nil // a development version has no Lang
	}
	return fmt.Errorf("%w with %s: it was built with %s and cannot read newer packages", ErrSkew, goVersion, runtime.Version())
}

// listed is what go list says of a package.
type listed struct {
	ImportPath   string
	Dir          string
	Error        json.RawMessage
	DepsErrors   []json.RawMessage
	TestGoFiles  []string
	XTestGoFiles []string
}

func (g goCommand) list(flags, patterns []string) ([]listed, error) {
	args := slices.Concat([]string{"list", "-e", "-json=ImportPath,Dir,Error,DepsErrors,TestGoFiles,XTestGoFiles"}, flags, []string{"--"}, patterns)
	data, err := g.run(args...)
	if err != nil {
		return nil, err
	}
	var pkgs []listed
	for dec := json.NewDecoder(bytes.NewReader(data)); ; {
		var pkg listed
		switch err := dec.Decode(&pkg); err {
		case nil:
			pkgs = append(pkgs, pkg)
		case io.EOF:
			return pkgs, nil
		default:
			return nil, err
		}
	}
}

// soundPackages returns those of the packages that can be loaded, and nothing
// if that is true of all.
func (g goCommand) soundPackages(flags, patterns []string) []string {
	pkgs, err := g.list(flags, patterns)
	if err != nil {
		return nil // go vet has said why
	}
	var sound []string
	for _, pkg := range pkgs {
		if pkg.Error == nil && len(pkg.DepsErrors) == 0 {
			sound = append(sound, pkg.ImportPath)
		}
	}
	if len(sound) == len(pkgs) {
		return nil
	}
	return sound
}

// withoutTests adds to an overlay that the packages have no _test.go files.
func (g goCommand) withoutTests(replace map[string]string, flags, patterns []string) (map[string]string, error) {
	pkgs, err := g.list(flags, patterns)
	if err != nil {
		return nil, err
	}
	if replace == nil {
		replace = make(map[string]string)
	}
	for _, pkg := range pkgs {
		for _, name := range slices.Concat(pkg.TestGoFiles, pkg.XTestGoFiles) {
			replace[filepath.Join(pkg.Dir, name)] = "" // the file does not exist
		}
	}
	return replace, nil
}

// MainModules returns the directories of the modules that are worked on in the
// directory: its module, or those of its workspace; none if there is none.
func MainModules(ctx context.Context, dir string) ([]string, error) {
	out, err := goCommand{ctx: ctx, dir: dir}.run("list", "-m", "-f", "{{.Dir}}")
	if err != nil {
		return nil, err
	}
	return strings.FieldsFunc(string(out), func(r rune) bool { return r == '\n' || r == '\r' }), nil
}

// ErrForeign says that a directory is in the standard library or in the module cache,
// where nobody can mend anything.
var ErrForeign = errors.New("not a package of the module or the workspace")

// Root returns the directory of the workspace or the module that the directory
// belongs to. Without either it returns [ErrNoModule], or else [ErrForeign].
func Root(ctx context.Context, dir string) (string, error) {
	env, err := goCommand{ctx: ctx, dir: dir}.env()
	switch {
	case err != nil:
		return "", err
	case isBelow(env.GOMODCACHE, dir) || isBelow(env.GOROOT, dir):
		return "", ErrForeign
	case env.GOWORK != "" && env.GOWORK != "off":
		return filepath.Dir(env.GOWORK), nil
	case env.GOMOD == "" || env.GOMOD == os.DevNull:
		return "", ErrNoModule
	}
	return filepath.Dir(env.GOMOD), nil
}

func isBelow(parent, dir string) bool {
	rel, err := filepath.Rel(parent, dir)
	return err == nil && filepath.IsLocal(rel)
}
