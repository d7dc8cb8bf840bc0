package cli

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/term"

	"github.com/leakvet/leakvet/cmd/internal/report"
)

// terminalOf returns the terminal that is written to, nil if it is none. Colours
// are left out where NO_COLOR asks for it, see no-color.org, and where the
// terminal has none.
func terminalOf(w io.Writer) *report.Terminal {
	f, ok := w.(*os.File)
	if !ok || !isTerminal(f) {
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

// write writes the report to where it is asked for. A file is named as from the
// working directory, and not touched before the report is whole.
func (c *command) write(r *report.Report) error {
	if c.out == "" {
		r.Terminal = terminalOf(c.stdout)
		return c.format.Write(c.stdout, r)
	}
	var b bytes.Buffer
	if err := c.format.Write(&b, r); err != nil {
		return err
	}
	name := c.out
	if !filepath.IsAbs(name) {
		name = filepath.Join(r.Dir, name)
	}
	return os.WriteFile(name, b.Bytes(), 0o666)
}
