package report

import (
	"fmt"
	"io"

	"github.com/leakvet/leakvet/cmd/internal/check"
)

// writeText writes for whoever reads it: a person at a terminal, or an editor.
func writeText(w io.Writer, r *Report) error {
	if r.Terminal != nil {
		return writeSource(w, r)
	}
	return Lines(w, r.Findings)
}

// writeSource writes as for somebody at a terminal, such as one who reads a log.
func writeSource(w io.Writer, r *Report) error {
	t := r.Terminal
	if t == nil {
		t = &Terminal{}
	}
	return t.write(w, r)
}

// Lines writes a line for every finding, in the form that editors know, and
// below it an indented line for every place that its story passes.
func Lines(w io.Writer, findings []check.Finding) error {
	for _, f := range findings {
		if err := line(w, "", f.Place, f.Rule+": "+f.Message); err != nil {
			return err
		}
		for _, r := range f.Related {
			if err := line(w, "\t", r.Place, r.Message); err != nil {
				return err
			}
		}
	}
	return nil
}

func line(w io.Writer, indent string, p check.Place, message string) error {
	_, err := fmt.Fprintf(w, "%s%s:%d:%d: %s\n", indent, p.File, p.Line, p.Column, message)
	return err
}
