package obligation

import (
	"fmt"
	"go/token"
	"path"
	"runtime"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// CrashCategory marks a diagnostic that says that leakvet itself failed on some code.
// It is reported whatever the user asks for: what is lost there would be lost in
// silence otherwise, and nobody could report it.
const CrashCategory = "crash"

// crash is the note of a panic while what is named was looked at. It has to be called
// by the deferred function that recovers.
func crash(pass *analysis.Pass, pos token.Pos, what string, cause any) Note {
	if !pos.IsValid() {
		pos = pass.Files[0].Package // of what the compiler makes, as init is
	}
	return Note{pos, CrashCategory, fmt.Sprintf(
		"internal error in %s: %v at %s: it is not checked, please report this at https://github.com/leakvet/leakvet/issues",
		what, cause, panicked(),
	)}
}

// panicked returns the directory, file and line where the program panicked, seen from a
// deferred function.
func panicked() string {
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(0, pcs)])
	for panics := false; ; {
		frame, more := frames.Next()
		switch {
		case strings.HasPrefix(frame.Function, "runtime."):
			panics = panics || frame.Function == "runtime.gopanic"
		case panics:
			dir, file := path.Split(frame.File)
			return fmt.Sprintf("%s/%s:%d", path.Base(dir), file, frame.Line)
		}
		if !more {
			return "an unknown place"
		}
	}
}

// report reports a note, if the user wants it.
func (n Note) report(pass *analysis.Pass, opts Options) {
	if n.Category == CrashCategory || opts.Explains() {
		pass.Report(analysis.Diagnostic{Pos: n.Pos, Category: n.Category, Message: n.Message})
	}
}
