package cli

import (
	"bytes"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/leakvet/leakvet/cmd/internal/progress"
	"github.com/leakvet/leakvet/cmd/internal/report"
)

// terminalOf returns the terminal that is written to, nil if it is none. Colours
// are left out where NO_COLOR asks for it, see no-color.org, and where the
// terminal has none.
func terminalOf(w io.Writer) *report.Terminal {
	f, ok := w.(*os.File)
	if !ok || !progress.IsTerminal(f) {
		return nil
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		width = 0
	}
	return &report.Terminal{Color: os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb", Width: width}
}

// setFormat is the flag -format.
func (c *command) setFormat(name string) (err error) {
	c.format, err = report.FormatNamed(name)
	return err
}

func formatUsage() string {
	var names []string
	for _, f := range report.Formats() {
		names = append(names, f.Name)
	}
	return "the `format` of the report: " + strings.Join(names, ", ")
}

// write writes the report to where it is asked for.
func (c *command) write(r *report.Report) error {
	if c.out == "" {
		r.Terminal = terminalOf(c.stdout)
	}
	return c.output(r.Dir, func(w io.Writer) error { return c.format.Write(w, r) })
}

// output writes to standard output, or to the file that is named as from the working
// directory, which is not touched before the content is whole.
func (c *command) output(dir string, write func(io.Writer) error) error {
	if c.out == "" {
		return write(c.stdout)
	}
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	return os.WriteFile(c.path(dir, c.out), b.Bytes(), 0o666)
}
