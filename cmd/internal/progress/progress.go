// Package progress tells whoever watches how far a long run is.
package progress

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/term"
)

// A Line is one line on a terminal, which is written anew each time. The zero Line shows
// nothing. It is for one goroutine at a time.
type Line struct {
	w    io.Writer // nil if nobody watches
	name string
}

// On returns a line that begins with the name of a command; it shows nothing if w is
// something else than a terminal: a pipe, a file.
func On(w io.Writer, name string) Line {
	if !IsTerminal(w) {
		return Line{}
	}
	return Line{w, name}
}

// IsTerminal reports whether what is written to w is seen on a terminal.
func IsTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

const erase = "\r\x1b[K"

// Show writes the line.
func (l Line) Show(format string, args ...any) {
	if l.w != nil {
		fmt.Fprintf(l.w, erase+l.name+": "+format, args...)
	}
}

// Clear takes the line away, before something else is written.
func (l Line) Clear() {
	if l.w != nil {
		fmt.Fprint(l.w, erase)
	}
}
