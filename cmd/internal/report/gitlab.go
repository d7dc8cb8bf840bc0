package report

import (
	"io"

	"github.com/leakvet/leakvet/analyzer"
	"github.com/leakvet/leakvet/cmd/internal/fingerprint"
)

// A gitlabIssue is an entry of GitLab's Code Quality report.
type gitlabIssue struct {
	Description string         `json:"description"`
	Check       string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string `json:"path"`
	Lines struct {
		Begin int `json:"begin"`
		End   int `json:"end"`
	} `json:"lines"`
}

// gitlabSeverities are GitLab's words for ours.
var gitlabSeverities = map[analyzer.Severity]string{analyzer.Error: "major", analyzer.Warning: "minor"}

// writeGitLab writes the report of which GitLab shows in a merge request what it adds
// and what it mends, told apart by the fingerprints.
func writeGitLab(w io.Writer, r *Report) error {
	src, repo, rules := newSources(r.Dir), repositoryOf(r.Dir), catalog()
	hashes := fingerprint.Hashes(r.Dir, r.Findings)
	issues := []gitlabIssue{}
	for i, f := range r.Findings {
		issue := gitlabIssue{
			Description: f.Rule + ": " + f.Message,
			Check:       f.Rule,
			Fingerprint: hashes[i],
			Severity:    gitlabSeverities[rules[f.Rule].Severity],
		}
		issue.Location.Path, _ = repo.name(src.path(f.File))
		issue.Location.Lines.Begin, issue.Location.Lines.End = f.Line, max(f.Line, f.EndLine)
		issues = append(issues, issue)
	}
	return encode(w, issues)
}
