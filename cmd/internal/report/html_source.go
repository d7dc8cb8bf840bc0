package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/leakvet/leakvet/cmd/internal/check"
)

// An excerptView shows the steps of a finding that lie in one file, in the order of
// the source.
type excerptView struct {
	File  string
	Lines []lineView
}

// A lineView is a line of source and the steps on it.
type lineView struct {
	Number   int
	Gap      bool   // lines are left out before it
	Indent   string // white space at its beginning
	Segments []segment
	Notes    []note
}

// A segment is a piece of a line that looks the same.
type segment struct {
	Class string // of the token: keyword, string, comment or number; "" for others
	Mark  string // step, or own, for the finding's own place; "" if it is not marked
	Steps []int  // that begin with it
	Text  string
}

// A note is what a step says below its line.
type note struct {
	Step int // counted from one; 0 if it is the only one
	Text string
}

// context is how many lines are shown around a step.
const context = 2

func excerptsOf(src *sources, f check.Finding) []excerptView {
	steps := stepsOf(f)
	var files []string
	for _, s := range steps {
		if !slices.Contains(files, s.File) {
			files = append(files, s.File)
		}
	}
	var excerpts []excerptView
	for _, file := range files {
		excerpts = append(excerpts, excerptView{file, linesOf(src, file, steps)})
	}
	return excerpts
}

// linesOf returns the lines around the steps in the file.
func linesOf(src *sources, file string, steps []step) []lineView {
	count := len(src.file(file).lines)
	shown := make(map[int]bool)
	for _, s := range steps {
		if s.File == file {
			for n := max(1, s.Line-context); n <= min(s.Line+context, count); n++ {
				shown[n] = true
			}
			shown[s.Line] = true // whether it is to be had or not
		}
	}
	var lines []lineView
	last := 0
	for _, n := range sortedLines(shown) {
		if last > 0 && n == last+2 { // rather than to leave out one line
			lines = append(lines, lineOf(src, file, last+1, nil))
			last++
		}
		line := lineOf(src, file, n, steps)
		line.Gap = last > 0 && n > last+1
		lines = append(lines, line)
		last = n
	}
	return trimmed(lines)
}

// trimmed leaves out the blank lines at both ends.
func trimmed(lines []lineView) []lineView {
	blank := func(l lineView) bool { return len(l.Notes) == 0 && len(l.Segments) == 0 }
	for len(lines) > 0 && blank(lines[0]) {
		lines = lines[1:]
	}
	for len(lines) > 0 && blank(lines[len(lines)-1]) {
		lines = lines[:len(lines)-1]
	}
	return lines
}

func sortedLines(shown map[int]bool) []int {
	var lines []int
	for n := range shown {
		lines = append(lines, n)
	}
	slices.Sort(lines)
	return lines
}

// lineOf returns a line with what the steps mark on it.
func lineOf(src *sources, file string, number int, steps []step) lineView {
	text, _ := src.line(file, number)
	line := lineView{Number: number, Indent: text[:len(text)-len(strings.TrimLeft(text, "\t "))]}
	var marks []span
	for i, s := range steps {
		if s.File != file || s.Line != number {
			continue
		}
		if s.Message != "" {
			line.Notes = append(line.Notes, note{s.number, s.Message})
		}
		if s.Column > 0 && s.Column <= len(text) {
			start, end := markOf(text, s.Place)
			class := "step"
			if i == 0 {
				class = "own"
			}
			marks = append(marks, span{start, max(end, start+1), class, s.number})
		}
	}
	line.Segments = segments(text, src.tokens(file, number), marks)
	return line
}

// A span marks bytes of a line for a step.
type span struct {
	start, end int
	class      string
	step       int
}

// segments cuts a line where a token or a mark begins or ends.
func segments(text string, tokens []tokenSpan, marks []span) []segment {
	cuts := []int{0, len(text)}
	for _, t := range tokens {
		cuts = append(cuts, t.start, t.end)
	}
	for _, m := range marks {
		cuts = append(cuts, m.start, m.end)
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var all []segment
	for i, start := range cuts[:len(cuts)-1] {
		seg := segment{Text: text[start:cuts[i+1]]}
		for _, t := range tokens {
			if t.start <= start && start < t.end {
				seg.Class = cmp.Or(seg.Class, t.class)
			}
		}
		for _, m := range marks {
			if m.start <= start && start < m.end {
				seg.Mark = cmp.Or(seg.Mark, m.class)
			}
			if m.start == start && m.step > 0 {
				seg.Steps = append(seg.Steps, m.step)
			}
		}
		all = append(all, seg)
	}
	return all
}
