package report

import (
	"encoding/json"
	"io"

	"github.com/leakvet/leakvet/cmd/internal/check"
)

// writeJSON writes one object that holds all findings, and the errors of the
// packages that could not be checked.
func writeJSON(w io.Writer, r *Report) error {
	return encode(w, struct {
		Findings []check.Finding `json:"findings"`
		Errors   []string        `json:"errors"`
	}{
		// An empty list is easier to read for a program than null.
		append([]check.Finding{}, r.Findings...),
		append([]string{}, r.Errors...),
	})
}

func encode(w io.Writer, document any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "\t")
	enc.SetEscapeHTML(false)
	return enc.Encode(document)
}
