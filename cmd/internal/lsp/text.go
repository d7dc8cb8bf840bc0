package lsp

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// An encoding is the unit that characters of a line are counted in.
type encoding string

const (
	utf8Encoding  encoding = "utf-8"
	utf16Encoding encoding = "utf-16" // the one that every client knows
)

// width returns the number of units of a string.
func (e encoding) width(s string) int {
	if e == utf8Encoding {
		return len(s)
	}
	n := 0
	for _, r := range s {
		n += units(r)
	}
	return n
}

// prefix returns the number of bytes of the longest beginning of a line that is
// not wider than that.
func (e encoding) prefix(line string, width int) int {
	if e == utf8Encoding {
		return max(0, min(width, len(line)))
	}
	for i, r := range line {
		width -= units(r)
		if width < 0 {
			return i
		}
	}
	return len(line)
}

// units returns the number of 16-bit units of a character.
func units(r rune) int {
	if r >= 0x10000 {
		return 2
	}
	return 1
}

// text is the content of a file, with its lines.
type text struct {
	content string
	starts  []int // of the lines
}

func newText(content string) *text {
	t := &text{content, []int{0}}
	for i := range len(content) {
		if content[i] == '\n' {
			t.starts = append(t.starts, i+1)
		}
	}
	return t
}

// line returns the text of a line, counted from zero, without its end.
func (t *text) line(i int) string {
	rest := t.content[t.starts[i]:]
	if i+1 < len(t.starts) {
		rest = t.content[t.starts[i] : t.starts[i+1]-1]
	}
	return strings.TrimSuffix(rest, "\r")
}

// offset returns the offset of a position. A position that is not in the text
// stands for the nearest before it that is, as the protocol says.
func (t *text) offset(p position, enc encoding) int {
	switch {
	case p.Line < 0:
		return 0
	case p.Line >= len(t.starts):
		return len(t.content)
	}
	return t.starts[p.Line] + enc.prefix(t.line(p.Line), p.Character)
}

// position returns the position of an offset.
func (t *text) position(offset int, enc encoding) position {
	offset = max(0, min(offset, len(t.content)))
	line := sort.SearchInts(t.starts, offset+1) - 1
	return position{line, enc.width(t.content[t.starts[line]:offset])}
}

// place returns the position of a line and a column as the Go tools count them: from
// one, in bytes.
func (t *text) place(line, column int, enc encoding) position {
	if line < 1 || line > len(t.starts) {
		return t.position(len(t.content), enc)
	}
	s := t.line(line - 1)
	column = max(0, min(column-1, len(s)))
	for column > 0 && column < len(s) && !utf8.RuneStart(s[column]) {
		column--
	}
	return position{line - 1, enc.width(s[:column])}
}

// apply returns the text after changes, each of which is about the text that the one
// before has left.
func (t *text) apply(changes []contentChange, enc encoding) *text {
	for _, c := range changes {
		if c.Range == nil {
			t = newText(c.Text)
			continue
		}
		start := t.offset(c.Range.Start, enc)
		end := max(start, t.offset(c.Range.End, enc))
		t = newText(t.content[:start] + c.Text + t.content[end:])
	}
	return t
}
