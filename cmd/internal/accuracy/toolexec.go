package accuracy

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// Toolexec stands between the go command and the tools that it runs (its flag
// -toolexec), and leaves compiling out. `go vet` compiles all dependencies for
// the sake of their export data, but a vettool of today reads none: it takes
// the types from what it wrote itself about the dependencies. Compiling is four
// fifths of the time of a first run, and old code sometimes type-checks but
// does not compile any more.
//
// The compiler's and the assembler's outputs come out void, and so do those of
// the C compiler (see SkipCompile), except where the cgo tool asks it about C's
// types. The go command keeps such outputs apart from real ones, for the compiler
// gives another version.
func Toolexec(args []string, stdout, stderr io.Writer) error {
	if len(args) == 0 {
		return errors.New("toolexec: want a tool to run")
	}
	tool := strings.TrimSuffix(filepath.Base(args[0]), ".exe")
	if write := voidOutput(tool, args[1:]); write != nil {
		return write()
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, stdout, stderr
	if tool == "compile" && slices.Contains(args, "-V=full") {
		cmd.Stdout = nil
		out, err := cmd.Output()
		if err == nil {
			_, err = fmt.Fprintln(stdout, voidVersion(string(out)))
		}
		return err
	}
	return cmd.Run()
}

// voidVersion marks the compiler's version. Of a development version the go
// command looks at the build ID only, which comes last.
func voidVersion(line string) string {
	line = strings.TrimSpace(line)
	if strings.Contains(line, " buildID=") {
		return line + "-void"
	}
	return line + " void"
}

// voidOutput returns what to do instead of running the tool; nil to run it.
func voidOutput(tool string, args []string) func() error {
	out := flagValue(args, "-o")
	switch {
	case tool == "cgo" && slices.Contains(args, "-dynimport"):
		return func() error {
			return writeVoid(flagValue(args, "-dynout"), "package "+flagValue(args, "-dynpackage")+"\n")
		}
	case out == "":
		return nil // asks for the version
	case tool == "compile":
		return func() error {
			if h := flagValue(args, "-asmhdr"); h != "" {
				if err := writeVoid(h, ""); err != nil {
					return err
				}
			}
			return writeVoid(out, voidArchive(flagValue(args, "-buildid")))
		}
	case tool == "asm", isCCompiler(tool) && !slices.Contains(args, "-"): // "-": cgo's questions
		return func() error { return writeVoid(out, "") }
	}
	return nil
}

var cCompilers = [...]string{"gcc", "g++", "clang", "clang++"}

func isCCompiler(tool string) bool { return slices.Contains(cCompilers[:], tool) }

// SkipCompile makes the tool's runs go through Toolexec, which the command
// "self toolexec" has to call. The go command does not run the C compiler that
// way: the directory gets scripts that do, and comes first in PATH.
func (t *Tool) SkipCompile(self, dir string) error {
	t.exec = "'" + self + "' toolexec"
	t.path = dir + string(filepath.ListSeparator) + os.Getenv("PATH")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	for _, name := range cCompilers {
		real, err := exec.LookPath(name)
		if err != nil {
			continue // not installed
		}
		script := fmt.Sprintf("#!/bin/sh\nexec %s '%s' \"$@\"\n", t.exec, real)
		if err := writeScript(filepath.Join(dir, name), script); err != nil {
			return err
		}
	}
	return nil
}

// writeScript leaves the file alone if it is right: another run may be using it.
func writeScript(name, script string) error {
	if old, err := os.ReadFile(name); err == nil && string(old) == script {
		return nil
	}
	return os.WriteFile(name, []byte(script), 0o777)
}

func writeVoid(name, text string) error { return os.WriteFile(name, []byte(text), 0o666) }

// voidArchive is as much of a package archive as the go command looks at: the
// build ID.
func voidArchive(buildID string) string {
	def := fmt.Sprintf("go object %s %s %s\nbuild id %q\n\n", runtime.GOOS, runtime.GOARCH, runtime.Version(), buildID)
	if len(def)%2 != 0 {
		def += "\n"
	}
	return fmt.Sprintf("!<arch>\n%-16s%-12d%-6d%-6d%-8o%-10d`\n%s", "__.PKGDEF", 0, 0, 0, 0o644, len(def), def)
}

// flagValue finds "-name value".
func flagValue(args []string, name string) string {
	if i := slices.Index(args, name); i >= 0 && i+1 < len(args) {
		return args[i+1]
	}
	return ""
}
