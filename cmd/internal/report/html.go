package report

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/leakvet/leakvet/analyzer"
	"github.com/leakvet/leakvet/cmd/internal/check"
	"github.com/leakvet/leakvet/cmd/internal/fingerprint"
	"github.com/leakvet/leakvet/cmd/internal/fix"
)

//go:embed html
var htmlFiles embed.FS

// writeHTML writes a page that needs nothing beside it: no network, and no file.
func writeHTML(w io.Writer, r *Report) error {
	files := template.Must(template.ParseFS(htmlFiles, "html/page.html"))
	style, script := asset("page.css"), asset("page.js")
	src := newSources(r.Dir)
	p := page{
		Version: r.Version,
		Module:  filepath.Base(r.Dir),
		Errors:  r.Errors,
		Style:   template.CSS(style),
		Script:  template.JS(script),
		Policy:  fmt.Sprintf("default-src 'none'; img-src data:; style-src 'sha256-%s'; script-src 'sha256-%s'", digest(style), digest(script)),
	}
	rules := catalog()
	ids := fingerprint.Hashes(r.Dir, r.Findings)
	for i, f := range r.Findings {
		p.add(findingView{
			Finding:  f,
			ID:       ids[i],
			Severity: rules[f.Rule].Severity,
			Excerpts: excerptsOf(src, f),
			Diff:     diffOf(r.Dir, f),
		})
	}
	for _, rule := range analyzer.Catalog() {
		if n := p.count(rule.Name); n > 0 {
			p.Rules = append(p.Rules, ruleView{rule, sentence(rule.Summary), blocks(rule.Manual)[1:], n})
		}
	}
	return files.Execute(w, p)
}

func asset(name string) string {
	data, err := htmlFiles.ReadFile("html/" + name)
	if err != nil {
		panic("internal error: " + err.Error())
	}
	return string(data)
}

// digest is how a page allows one script and one style sheet and no other.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// What the template shows.
type (
	page struct {
		Version  string
		Module   string
		Style    template.CSS
		Script   template.JS
		Policy   string
		Errors   []string
		Rules    []ruleView
		Packages []packageView
	}
	ruleView struct {
		analyzer.Rule
		Title string
		Text  []block
		Count int
	}
	packageView struct {
		Path     string
		Findings []findingView
	}
	findingView struct {
		check.Finding
		ID       string
		Severity analyzer.Severity
		Excerpts []excerptView
		Diff     []diffLine
	}
	diffLine struct {
		Kind string // added, removed or hunk; "" for what stays
		Text string
	}
)

// add adds a finding to those of its package. Packages come in the order of the source.
func (p *page) add(f findingView) {
	i := slices.IndexFunc(p.Packages, func(pkg packageView) bool { return pkg.Path == f.Package })
	if i < 0 {
		i = len(p.Packages)
		p.Packages = append(p.Packages, packageView{Path: f.Package})
	}
	p.Packages[i].Findings = append(p.Packages[i].Findings, f)
}

func (p page) count(rule string) int {
	n := 0
	for _, pkg := range p.Packages {
		for _, f := range pkg.Findings {
			if f.Rule == rule {
				n++
			}
		}
	}
	return n
}

// Total returns how many findings there are.
func (p page) Total() int {
	n := 0
	for _, rule := range p.Rules {
		n += rule.Count
	}
	return n
}

// diffOf returns what the fix of a finding changes, nil if there is none.
func diffOf(dir string, f check.Finding) []diffLine {
	if len(f.Fixes) == 0 {
		return nil
	}
	var lines []diffLine
	for line := range strings.Lines(fix.Preview(dir, f.Fixes[0])) {
		line = strings.TrimSuffix(line, "\n")
		d := diffLine{Text: line}
		switch line[:1] {
		case "+":
			d.Kind = "added"
		case "-":
			d.Kind = "removed"
		case "@":
			d.Kind = "hunk"
		}
		lines = append(lines, d)
	}
	return lines
}
