package report

import (
	"net/url"

	"github.com/leakvet/leakvet/cmd/internal/check"
)

func (b sarifBuilder) location(p check.Place) sarifLocation {
	return sarifLocation{Physical: sarifPhysical{b.artifact(p.File), b.region(p)}}
}

// artifact names a file within the repository, or else by where it is.
func (b sarifBuilder) artifact(file string) sarifArtifact {
	name, inside := b.repo.name(b.src.path(file))
	if !inside {
		return sarifArtifact{URI: (&url.URL{Scheme: "file", Path: rooted(name)}).String()}
	}
	return sarifArtifact{(&url.URL{Path: name}).EscapedPath(), sourceRoot}
}

// rooted puts a slash before the drive of a path on Windows.
func rooted(path string) string {
	if path != "" && path[0] != '/' {
		return "/" + path
	}
	return path
}

// region returns the place in columns of UTF-16. A position is widened to the word
// that begins there, and to the line if its column is not known.
func (b sarifBuilder) region(p check.Place) sarifRegion {
	text, _ := b.src.line(p.File, p.Line)
	if p.Column < 1 || p.Column > len(text)+1 {
		p.Column, p.EndLine, p.EndColumn = 1, p.Line, len(text)+1
	}
	if p.EndLine == p.Line && p.EndColumn <= p.Column {
		start, end := markOf(text, p)
		p.Column, p.EndColumn = start+1, end+1
	}
	return sarifRegion{p.Line, b.src.column(p.File, p.Line, p.Column), p.EndLine, b.src.column(p.File, p.EndLine, p.EndColumn)}
}

// fix returns the changes of a fix; false if its files are not to be had.
func (b sarifBuilder) fix(f check.Fix) (sarifFix, bool) {
	fix := sarifFix{Description: sarifText{Text: f.Message}}
	byFile := make(map[string]int)
	for _, e := range f.Edits {
		region, ok := b.deleted(e)
		if !ok {
			return fix, false
		}
		i, ok := byFile[e.File]
		if !ok {
			i = len(fix.Changes)
			byFile[e.File] = i
			fix.Changes = append(fix.Changes, sarifArtifactChange{Artifact: b.artifact(e.File)})
		}
		fix.Changes[i].Replacements = append(fix.Changes[i].Replacements, sarifReplacement{region, sarifText{Text: e.New}})
	}
	return fix, true
}

// deleted returns what an edit replaces.
func (b sarifBuilder) deleted(e check.Edit) (sarifRegion, bool) {
	startLine, startColumn, ok := b.src.position(e.File, e.Start)
	endLine, endColumn, ok2 := b.src.position(e.File, e.End)
	return sarifRegion{startLine, startColumn, endLine, endColumn}, ok && ok2
}
