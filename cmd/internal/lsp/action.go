package lsp

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/leakvet/leakvet/cmd/internal/check"
)

// The kinds of code actions.
const (
	quickFix = "quickfix"
	fixAll   = "source.fixAll.leakvet"
)

// codeAction offers the fixes of the findings that the range touches, and to suppress
// them, and one action for all fixes of the file. It waits for the run on the text of now.
func (s *server) codeAction(ctx context.Context, p codeActionParams) ([]codeAction, error) {
	actions := []codeAction{}
	path := pathOf(p.TextDocument.URI)
	s.awaitRun(ctx, path)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.buffers[path] == nil {
		return actions, nil
	}
	var all []check.Fix
	var texts map[string]*text
	for _, f := range s.packageOf(path).found {
		for _, finding := range f.findings {
			if finding.File != path || !s.isCurrent(f, finding) {
				continue
			}
			if len(finding.Fixes) > 0 {
				all, texts = append(all, finding.Fixes[0]), f.texts
			}
			if d := s.diagnostic(f, finding); p.wants(quickFix) && d.Range.touches(p.Range) {
				actions = append(actions, s.quickFixes(f, finding, d)...)
				actions = append(actions, s.suppression(f, finding, d)...)
			}
		}
	}
	if edits := together(path, all); p.wants(fixAll) && len(edits) > 0 {
		actions = append(actions, codeAction{
			Title: "Fix all findings of leakvet",
			Kind:  fixAll,
			Edit:  s.workspaceEdit(texts, edits),
		})
	}
	return actions, nil
}

// patience is how long a request waits for a run. What takes longer is not worth it:
// the client asks again when it hears of new findings.
const patience = 2 * time.Second

// awaitRun waits until what was found in a file is about its text.
func (s *server) awaitRun(ctx context.Context, path string) {
	s.mu.Lock()
	var pkg *pkg
	if s.buffers[path] != nil {
		pkg = s.packageOf(path)
	}
	s.mu.Unlock()
	if pkg == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	s.rest(ctx, pkg)
}

// wants reports whether the client asks for actions of the kind. A kind stands for all
// that begin with it and a dot.
func (p codeActionParams) wants(kind string) bool {
	return len(p.Context.Only) == 0 || slices.ContainsFunc(p.Context.Only, func(only string) bool {
		return only == kind || strings.HasPrefix(kind, only+".")
	})
}

// isCurrent reports whether the files that a finding and its fixes are about are as they
// were when it was found. s.mu is held.
func (s *server) isCurrent(f *found, finding check.Finding) bool {
	files := []string{finding.File}
	for _, fix := range finding.Fixes {
		for _, e := range fix.Edits {
			files = append(files, e.File)
		}
	}
	return !slices.ContainsFunc(files, func(file string) bool {
		b := s.buffers[file]
		return b != nil && b.text.content != f.texts[file].content
	})
}

// quickFixes returns the actions that mend a finding, the best first.
func (s *server) quickFixes(f *found, finding check.Finding, d diagnostic) []codeAction {
	var actions []codeAction
	for i, fix := range finding.Fixes {
		actions = append(actions, codeAction{
			Title:       fix.Message,
			Kind:        quickFix,
			Diagnostics: []diagnostic{d},
			IsPreferred: i == 0,
			Edit:        s.workspaceEdit(f.texts, fix.Edits),
		})
	}
	return actions
}

// suppression returns the action that suppresses a finding by a comment on the line
// above, which the user has to give a reason in: without one it is reported itself.
func (s *server) suppression(f *found, finding check.Finding, d diagnostic) []codeAction {
	if finding.Rule == "directive" {
		return nil
	}
	t := f.texts[finding.File]
	line := t.line(d.Range.Start.Line)
	indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	begin := t.starts[d.Range.Start.Line]
	return []codeAction{{
		Title:       "Suppress " + finding.Rule + " here, and say why",
		Kind:        quickFix,
		Diagnostics: []diagnostic{d},
		Edit: s.workspaceEdit(f.texts, []check.Edit{{
			File: finding.File, Start: begin, End: begin, New: indent + "//leakvet:ignore " + finding.Rule + " \n",
		}}),
	}}
}

// together returns the edits of those fixes of one file that do not overlap. Fixes can
// have an edit in common, such as an import.
func together(path string, fixes []check.Fix) []check.Edit {
	var edits []check.Edit
	for _, fix := range fixes {
		conflicts := slices.ContainsFunc(fix.Edits, func(e check.Edit) bool {
			return e.File != path || slices.ContainsFunc(edits, func(other check.Edit) bool {
				return e != other && e.Start <= other.End && other.Start <= e.End
			})
		})
		if conflicts {
			continue // the next time
		}
		for _, e := range fix.Edits {
			if !slices.Contains(edits, e) {
				edits = append(edits, e)
			}
		}
	}
	return edits
}

// workspaceEdit translates edits. s.mu is held.
func (s *server) workspaceEdit(texts map[string]*text, edits []check.Edit) workspaceEdit {
	var documents []documentEdit
	changes := make(map[string][]textEdit)
	for _, e := range edits {
		t := texts[e.File]
		uri := s.uri(e.File)
		changes[uri] = append(changes[uri], textEdit{
			Range:   span{t.position(e.Start, s.encoding), t.position(e.End, s.encoding)},
			NewText: e.New,
		})
	}
	if !s.client.Workspace.WorkspaceEdit.DocumentChanges {
		return workspaceEdit{Changes: changes}
	}
	for uri, edits := range changes {
		id := versionedID{URI: uri}
		if b := s.buffers[pathOf(uri)]; b != nil {
			id.Version = &b.version
		}
		documents = append(documents, documentEdit{id, edits})
	}
	return workspaceEdit{DocumentChanges: documents}
}
