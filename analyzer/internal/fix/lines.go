package fix

import (
	"bytes"
	"go/ast"
	"go/token"
	"strings"
)

// IndentLines indents the lines between the ends of two lines by one more tab, but
// for those that belong to a string; false if the source is not to be had.
func (p *Patch) IndentLines(from, to token.Pos) bool {
	tok := p.pass.Fset.File(from)
	source := p.source(tok)
	if source == nil {
		return false
	}
	raw := map[int]bool{} // lines that begin within a string
	ast.Inspect(p.file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			for line := tok.Line(lit.Pos()) + 1; line <= tok.Line(lit.End()); line++ {
				raw[line] = true
			}
		}
		return true
	})
	for line := tok.Line(from) + 1; line <= tok.Line(to); line++ {
		start := tok.LineStart(line)
		if raw[line] || source[tok.Offset(start)] == '\n' {
			continue
		}
		p.Replace(start, start, "\t")
	}
	return true
}

// source returns the content of the file, nil if it is not to be had.
func (p *Patch) source(tok *token.File) []byte {
	if p.pass.ReadFile == nil {
		return nil
	}
	data, err := p.pass.ReadFile(tok.Name())
	if err != nil || len(data) != tok.Size() || bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) {
		return nil
	}
	return data
}

// Lines returns the source of a statement, line by line, nil if it is not to be had.
func (p *Patch) Lines(pos, end token.Pos) []string {
	tok := p.pass.Fset.File(pos)
	source := p.source(tok)
	if source == nil {
		return nil
	}
	return strings.Split(string(source[tok.Offset(pos):tok.Offset(end)]), "\n")
}

// DeleteLine deletes a statement that has its line to itself, with a blank line
// beside it that would be left over. A comment on the line stays.
func (p *Patch) DeleteLine(pos, end token.Pos) bool {
	tok := p.pass.Fset.File(pos)
	source := p.source(tok)
	line, last := tok.Line(pos), tok.Line(end)
	if source == nil || line == 1 || last >= tok.LineCount() {
		return false
	}
	text := func(from token.Pos) []byte { // to the end of the line
		text, _, _ := bytes.Cut(source[tok.Offset(from):], []byte("\n"))
		return bytes.TrimSpace(text)
	}
	if len(text(end)) > 0 {
		return p.deleteBefore(pos, end)
	}
	from, to := tok.LineStart(line), tok.LineStart(last+1)
	after := text(to)
	blankBefore := len(text(tok.LineStart(line-1))) == 0
	if blankBefore && (len(after) == 0 || after[0] == '}') {
		from = tok.LineStart(line - 1)
	}
	p.Replace(from, to, "")
	return true
}

// deleteBefore deletes a statement and what is between it and the comment that
// follows it.
func (p *Patch) deleteBefore(pos, end token.Pos) bool {
	for _, group := range p.file.Comments {
		if group.Pos() > end {
			p.Replace(pos, group.Pos(), "")
			return true
		}
	}
	return false
}
