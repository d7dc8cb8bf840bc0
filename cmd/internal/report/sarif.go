package report

import (
	"cmp"
	"io"
	"strings"

	"github.com/leakvet/leakvet/analyzer"
	"github.com/leakvet/leakvet/cmd/internal/check"
	"github.com/leakvet/leakvet/cmd/internal/fingerprint"
)

// writeSARIF writes a log of SARIF 2.1.0 with what GitHub's code scanning shows: the
// manuals of the rules, the path of each leak as a code flow and as links in the
// message, and fingerprints by which a finding is known again.
func writeSARIF(w io.Writer, r *Report) error {
	b := sarifBuilder{newSources(r.Dir), repositoryOf(r.Dir), newLineHashes(), analyzer.Catalog()}
	run := sarifRun{
		Tool:               b.tool(r.Version),
		AutomationDetails:  sarifAutomation{"leakvet/"},
		Invocations:        []sarifInvocation{b.invocation(r.Errors)},
		OriginalURIBaseIDs: map[string]sarifBase{sourceRoot: {sarifText{Text: "The root of the repository."}}},
		ColumnKind:         "utf16CodeUnits",
		Results:            []sarifResult{},
	}
	hashes := fingerprint.Hashes(r.Dir, r.Findings)
	for i, f := range r.Findings {
		result := b.result(f)
		result.PartialFingerprints["leakvet/v1"] = hashes[i]
		run.Results = append(run.Results, result)
	}
	return encode(w, sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0",
		Runs:    []sarifRun{run},
	})
}

const sourceRoot = "%SRCROOT%"

// sarifBuilder makes the parts of a log.
type sarifBuilder struct {
	src    *sources
	repo   repository
	hashes *lineHashes
	rules  []analyzer.Rule
}

func (b sarifBuilder) tool(version string) sarifTool {
	d := sarifDriver{Name: "leakvet", Version: numeric(version), InformationURI: "https://github.com/leakvet/leakvet"}
	for _, rule := range b.rules {
		d.Rules = append(d.Rules, sarifRule{
			ID:                   rule.Name,
			ShortDescription:     sarifText{Text: sentence(rule.Summary)},
			FullDescription:      sarifText{Text: danger(rule)},
			Help:                 sarifText{Text: rule.Manual, Markdown: Markdown(rule.Manual)},
			HelpURI:              rule.URL,
			DefaultConfiguration: sarifConfiguration{string(rule.Severity)},
			Properties:           sarifProperties{[]string{"reliability", "resource-leak"}, rule.Precision, string(rule.Severity)},
		})
	}
	return sarifTool{d}
}

func (b sarifBuilder) invocation(errors []string) sarifInvocation {
	inv := sarifInvocation{ExecutionSuccessful: len(errors) == 0}
	for _, e := range errors {
		inv.Notifications = append(inv.Notifications, sarifNotification{"error", sarifText{Text: e}})
	}
	return inv
}

func (b sarifBuilder) result(f check.Finding) sarifResult {
	r := sarifResult{
		RuleID:              f.Rule,
		Message:             sarifText{Text: plainText(f.Message)},
		Locations:           []sarifLocation{b.location(f.Place)},
		PartialFingerprints: map[string]string{},
	}
	for i, rule := range b.rules {
		if rule.Name == f.Rule {
			r.RuleIndex, r.Level = i, string(rule.Severity)
		}
	}
	if hash := b.hashes.of(b.src.path(f.File), f.Line); hash != "" {
		r.PartialFingerprints["primaryLocationLineHash"] = hash
	}
	if len(f.Related) > 0 {
		var links []string
		links, r.RelatedLocations = b.related(f.Related)
		r.Message.Text += "\n" + strings.Join(links, "\n")
		r.CodeFlows = []sarifCodeFlow{{[]sarifThreadFlow{{b.flow(f)}}}}
	}
	for _, fix := range f.Fixes {
		if change, ok := b.fix(fix); ok {
			r.Fixes = append(r.Fixes, change)
		}
	}
	return r
}

// related returns the places that the message links to, and the links.
func (b sarifBuilder) related(steps []check.Related) (links []string, locations []sarifLocation) {
	for i, step := range steps {
		id := i + 1
		location := b.location(step.Place)
		location.ID, location.Message = id, &sarifText{Text: plainText(step.Message)}
		locations = append(locations, location)
		links = append(links, link(step.Message, id))
	}
	return links, locations
}

// flow returns the steps to a finding. Its own place says what was found, if the path
// says nothing of it.
func (b sarifBuilder) flow(f check.Finding) []sarifFlowLocation {
	var flow []sarifFlowLocation
	for _, step := range stepsOf(f) {
		location := b.location(step.Place)
		location.Message = &sarifText{Text: plainText(cmp.Or(step.Message, f.Message))}
		flow = append(flow, sarifFlowLocation{location})
	}
	return flow
}
