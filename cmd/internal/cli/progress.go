package cli

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/term"
)

// progress is a line on the terminal that says how far the run is.
type progress struct {
	w io.Writer // nil if nobody watches
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

func (c *command) startProgress() progress {
	if !c.progress {
		return progress{}
	}
	p := progress{c.stderr}
	p.show(0)
	return p
}

const eraseLine = "\r\x1b[K"

func (p progress) show(done int) {
	if p.w != nil {
		fmt.Fprintf(p.w, "%sleakvet: %d packages checked", eraseLine, done)
	}
}

func (p progress) clear() {
	if p.w != nil {
		fmt.Fprint(p.w, eraseLine)
	}
}
