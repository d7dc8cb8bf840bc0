package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/leakvet/leakvet/analyzer"
	"github.com/leakvet/leakvet/cmd/internal/check"
)

// A Terminal is where somebody reads the report as it is.
type Terminal struct {
	Color bool
	Width int // in columns, 0 if it is not known
}

// The styles, as parameters of the escape sequence that selects them.
const (
	bold    = "1"
	dim     = "2"
	red     = "1;31"
	yellow  = "1;33"
	blue    = "1;34"
	green   = "32"
	noStyle = ""
)

func (t *Terminal) style(style, text string) string {
	if !t.Color || style == noStyle || text == "" {
		return text
	}
	return "\x1b[" + style + "m" + text + "\x1b[0m"
}

// write writes the findings, each with the source of its steps, and what can be
// done about them.
func (t *Terminal) write(w io.Writer, r *Report) error {
	p := &excerpts{Terminal: t, w: w, src: newSources(r.Dir)}
	rules := catalog()
	fixable := 0
	for _, f := range r.Findings {
		p.finding(f, rules[f.Rule].Severity)
		if len(f.Fixes) > 0 {
			fixable++
		}
	}
	if n := len(r.Findings); n > 0 {
		p.printf("%s\n", t.style(bold, summary(n, fixable)))
	}
	return p.err
}

func summary(n, fixable int) string {
	text := fmt.Sprintf("%d findings", n)
	if n == 1 {
		text = "1 finding"
	}
	if fixable > 0 {
		text += fmt.Sprintf(", %d with a fix: see leakvet -diff", fixable)
	}
	return text
}

// excerpts prints findings among the source that they are about.
type excerpts struct {
	*Terminal
	w   io.Writer
	src *sources
	err error // the first one

	file   string // and line were printed last
	line   int
	gutter int // columns for the numbers of lines
}

func (p *excerpts) printf(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format, args...)
	}
}

// finding prints one finding: the line that a pipe gets, too, then each step with
// its source, then the fix.
func (p *excerpts) finding(f check.Finding, severity analyzer.Severity) {
	style := yellow
	if severity == analyzer.Error {
		style = red
	}
	p.printf("%s: %s: %s\n",
		p.style(bold, printable(fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Column))),
		p.style(style, f.Rule), p.style(bold, printable(f.Message)))

	steps := stepsOf(f)
	p.file, p.line = f.File, 0
	p.gutter = gutterOf(steps)
	for _, s := range steps {
		p.step(s, style)
		style = blue
	}
	if len(f.Fixes) > 0 {
		p.printf("%s %s %s\n", strings.Repeat(" ", p.gutter), p.style(dim, "="), p.style(green, "fix: "+printable(f.Fixes[0].Message)))
	}
	p.printf("\n")
}

// gutterOf returns how many columns the longest number of a line takes.
func gutterOf(steps []step) int {
	width := 3
	for _, s := range steps {
		width = max(width, len(fmt.Sprint(s.Line)))
	}
	return width
}

// step prints the line of a step, if it is not the last one that was printed, and
// marks the place below it.
func (p *excerpts) step(s step, style string) {
	bar := p.style(dim, "|")
	blank := strings.Repeat(" ", p.gutter)
	if s.File != p.file {
		p.printf("%s %s %s\n", blank, p.style(dim, "::"), p.style(bold, printable(fmt.Sprintf("%s:%d:%d", s.File, s.Line, s.Column))))
		p.file, p.line = s.File, 0
	}
	label := printable(s.Message)
	if s.number > 0 {
		label = fmt.Sprintf("%d. %s", s.number, label)
	}
	text, ok := p.src.line(s.File, s.Line)
	if !ok || s.Column < 1 || s.Column > len(text)+1 {
		if label == "" {
			return
		}
		p.printf("%s %s %s\n", p.style(dim, fmt.Sprintf("%*d", p.gutter, s.Line)), bar, label)
		return
	}
	ex := excerptOf(text, s.Place, p.Width-p.gutter-3)
	if s.Line != p.line {
		p.printf("%s %s %s\n", p.style(dim, fmt.Sprintf("%*d", p.gutter, s.Line)), bar, ex.text)
		p.line = s.Line
	}
	mark := strings.TrimSpace(strings.Repeat("^", ex.width) + " " + label)
	p.printf("%s %s %s%s\n", blank, bar, strings.Repeat(" ", ex.indent), p.style(style, mark))
}
