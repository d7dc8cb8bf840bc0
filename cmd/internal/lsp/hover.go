package lsp

import (
	"context"
	"fmt"

	"github.com/leakvet/leakvet/cmd/internal/report"
)

// hover shows the manual of the rule whose finding the position is in.
func (s *server) hover(_ context.Context, p hoverParams) (*hover, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	path := pathOf(p.TextDocument.URI)
	b := s.buffers[path]
	if b == nil {
		return nil, nil
	}
	pkg := s.packageOf(path)
	if s.isOld(pkg, path) {
		return nil, nil
	}
	for _, f := range pkg.found {
		for _, finding := range f.findings {
			if r := s.span(f, finding.Place); finding.File == path && r.touches(span{p.Position, p.Position}) {
				return &hover{markup{"markdown", manual(finding.Rule)}, r}, nil
			}
		}
	}
	return nil, nil
}

// manual returns the manual of a rule, in Markdown, and where it can be read.
func manual(name string) string {
	r := rule(name)
	return fmt.Sprintf("%s\n[%s](%s)\n", report.Markdown(r.Manual), r.Name, r.URL)
}

// touches reports whether two spans have a position in common.
func (s span) touches(other span) bool {
	return !other.End.before(s.Start) && !s.End.before(other.Start)
}

func (p position) before(other position) bool {
	return p.Line < other.Line || p.Line == other.Line && p.Character < other.Character
}
