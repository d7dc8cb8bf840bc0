package report

import (
	"strings"
	"unicode"

	"github.com/leakvet/leakvet/cmd/internal/check"
)

// An excerpt is a line of source as a terminal shows it, and what of it to mark.
type excerpt struct {
	text   string
	indent int // columns before the mark
	width  int // of the mark, at least one
}

const (
	tabWidth = 4
	ellipsis = '…'
)

// excerptOf makes the excerpt of a place's first line, which has to hold its column.
// It has at most limit columns, unless that is too few to be of use.
func excerptOf(line string, p check.Place, limit int) excerpt {
	start, end := markOf(line, p)
	mark := strings.TrimRight(expanded(line[start:end]), " ")
	ex := excerpt{expanded(line), columns(expanded(line[:start])), max(1, columns(mark))}
	return ex.within(limit)
}

// markOf returns which bytes of its first line mark a place, which has to begin in
// it. A position is marked by the name or the operator that begins there, and that of
// a call's parenthesis by what is called.
func markOf(line string, p check.Place) (start, end int) {
	start = p.Column - 1
	switch {
	case p.EndLine > p.Line:
		return start, len(line)
	case p.EndColumn > p.Column:
		return start, min(p.EndColumn-1, len(line))
	}
	rest := line[start:]
	if callee := strings.TrimRightFunc(line[:start], isCallee); strings.HasPrefix(rest, "(") && len(callee) < start {
		return len(callee), start
	}
	for _, inToken := range []func(rune) bool{isCallee, isOperator} {
		if n := len(rest) - len(strings.TrimLeftFunc(rest, inToken)); n > 0 {
			return start, start + n
		}
	}
	return start, start
}

func isCallee(r rune) bool { return isWord(r) || r == '.' }

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }

func isOperator(r rune) bool { return strings.ContainsRune("=!<>&|:+-", r) }

// within cuts the excerpt down to the columns around the mark.
func (ex excerpt) within(limit int) excerpt {
	const least = 30
	runes := []rune(ex.text)
	if limit < least || len(runes) <= limit {
		return ex
	}
	from := 0
	if ex.indent > limit/2 {
		from = min(ex.indent-least/2, len(runes)-limit)
	}
	cut := runes[from : from+limit]
	if from > 0 {
		cut[0] = ellipsis
	}
	if from+limit < len(runes) {
		cut[limit-1] = ellipsis
	}
	return excerpt{string(cut), ex.indent - from, min(ex.width, limit-(ex.indent-from))}
}

func columns(s string) int { return len([]rune(s)) }

// expanded replaces tabs, and what would not show as it is.
func expanded(s string) string {
	return printable(strings.ReplaceAll(s, "\t", strings.Repeat(" ", tabWidth)))
}

// printable replaces what a terminal would obey or hide rather than show.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return unicode.ReplacementChar
	}, s)
}
