package accuracy

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"slices"
)

// A Record is what a sweep over repositories found.
type Record struct {
	Surveys []Survey
	Reports []Report
}

// Replace puts the surveys of a repository, and their reports, in the place of
// all that the record has of it.
func (r *Record) Replace(repo string, surveys []Survey) {
	r.Surveys = slices.DeleteFunc(r.Surveys, func(s Survey) bool { return s.Repo == repo })
	r.Reports = slices.DeleteFunc(r.Reports, func(d Report) bool { return d.Repo == repo })
	for _, s := range surveys {
		r.Surveys = append(r.Surveys, s)
		r.Reports = append(r.Reports, s.Reports...)
	}
}

// WriteReports writes one JSON object a line, in a fixed order.
func WriteReports(w io.Writer, rs []Report) error { return writeJSON(w, rs, compareReports) }

// ReadReports reads what WriteReports wrote.
func ReadReports(r io.Reader) ([]Report, error) { return readJSON[Report](r) }

// WriteSurveys writes one JSON object a line, in a fixed order, without the
// reports.
func WriteSurveys(w io.Writer, ss []Survey) error { return writeJSON(w, ss, compareSurveys) }

// ReadSurveys reads what WriteSurveys wrote.
func ReadSurveys(r io.Reader) ([]Survey, error) { return readJSON[Survey](r) }

func writeJSON[T any](w io.Writer, all []T, compare func(a, b T) int) error {
	slices.SortStableFunc(all, compare)
	buffered := bufio.NewWriter(w)
	enc := json.NewEncoder(buffered)
	enc.SetEscapeHTML(false)
	for _, one := range all {
		if err := enc.Encode(one); err != nil {
			return err
		}
	}
	return buffered.Flush()
}

// readJSON reads the JSON values of a stream.
func readJSON[T any](r io.Reader) ([]T, error) {
	var all []T
	for dec := json.NewDecoder(r); ; {
		var one T
		if err := dec.Decode(&one); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
}

func compareReports(a, b Report) int {
	return cmp.Or(cmp.Compare(a.Repo, b.Repo), compareDiagnostics(a.Diagnostic, b.Diagnostic))
}

func compareSurveys(a, b Survey) int {
	return cmp.Or(cmp.Compare(a.Repo, b.Repo), cmp.Compare(a.Module, b.Module))
}
