package lsp

import (
	"path/filepath"
	"reflect"
	"slices"

	"github.com/leakvet/leakvet/analyzer"
	"github.com/leakvet/leakvet/cmd/internal/check"
)

// publish shows what was found in a package. s.mu is held.
func (s *server) publish(p *pkg) {
	files := make(map[string][]diagnostic)
	for path := range p.published {
		files[path] = nil
	}
	for path := range s.buffers {
		if filepath.Dir(path) == p.dir {
			files[path] = nil
		}
	}
	for _, f := range p.found {
		for _, finding := range f.findings {
			files[finding.File] = append(files[finding.File], s.diagnostic(f, finding))
		}
	}
	for path, diagnostics := range files {
		if s.isOld(p, path) {
			continue // a run on the text of now will end soon
		}
		s.publishFile(p, path, diagnostics)
	}
}

// isOld reports whether what was found in a file was found in other text.
func (s *server) isOld(p *pkg, path string) bool {
	b := s.buffers[path]
	if b == nil {
		return false
	}
	for _, f := range p.found {
		if slices.Contains(f.files, path) && f.texts[path].content != b.text.content {
			return true
		}
	}
	return false
}

// publishFile shows what was found in a file, even if it is nothing, unless the client
// shows just that. s.mu is held.
func (s *server) publishFile(p *pkg, path string, diagnostics []diagnostic) {
	params := publishParams{URI: s.uri(path), Diagnostics: append([]diagnostic{}, diagnostics...)}
	if b := s.buffers[path]; b != nil {
		version := b.version
		params.Version = &version
	}
	if reflect.DeepEqual(p.published[path], params) {
		return
	}
	p.published[path] = params
	s.notify("textDocument/publishDiagnostics", params)
}

// clear takes away what the client shows of a package. s.mu is held.
func (s *server) clear(p *pkg) {
	for path := range p.published {
		s.publishFile(p, path, nil)
	}
}

// uri returns the URI of a file, as the client writes it if it has said. s.mu is held.
func (s *server) uri(path string) string {
	if b := s.buffers[path]; b != nil {
		return b.uri
	}
	return uriOf(path)
}

// diagnostic translates a finding. s.mu is held.
func (s *server) diagnostic(f *found, finding check.Finding) diagnostic {
	d := diagnostic{
		Range:           s.span(f, finding.Place),
		Severity:        severityWarning,
		Code:            finding.Rule,
		CodeDescription: codeDescription{rule(finding.Rule).URL},
		Source:          "leakvet",
		Message:         finding.Message,
	}
	for _, r := range finding.Related {
		if !s.client.TextDocument.PublishDiagnostics.RelatedInformation {
			d.Message += "\n" + r.Message
			continue
		}
		d.RelatedInformation = append(d.RelatedInformation, relatedInformation{
			Location: location{s.uri(r.File), s.span(f, r.Place)},
			Message:  r.Message,
		})
	}
	return d
}

// span translates a place. s.mu is held.
func (s *server) span(f *found, p check.Place) span {
	t := f.texts[p.File]
	if t == nil {
		return span{} // a file that has gone
	}
	return span{t.place(p.Line, p.Column, s.encoding), t.place(p.EndLine, p.EndColumn, s.encoding)}
}

// rule returns the rule of that name.
func rule(name string) analyzer.Rule {
	for _, r := range analyzer.Catalog() {
		if r.Name == name {
			return r
		}
	}
	return analyzer.Rule{} // nothing but a note has no rule
}
