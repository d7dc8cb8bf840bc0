// Package report writes findings for people and for programs.
package report

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/leakvet/leakvet/cmd/internal/check"
)

// Text writes a line for every finding, in the form that editors know, and
// below it an indented line for every place that its story passes.
func Text(w io.Writer, findings []check.Finding) error {
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

// JSON writes one object that holds all findings, and the errors of the
// packages that could not be checked.
func JSON(w io.Writer, result *check.Result) error {
	document := struct {
		Findings []check.Finding `json:"findings"`
		Errors   []string        `json:"errors"`
	}{
		// An empty list is easier to read for a program than null.
		append([]check.Finding{}, result.Findings...),
		append([]string{}, result.Errors...),
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "\t")
	enc.SetEscapeHTML(false)
	return enc.Encode(document)
}
