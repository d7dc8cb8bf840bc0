package report

import (
	"go/scanner"
	"go/token"
	"strings"
)

// A tokenSpan is a token of a line that is shown in a colour of its own.
type tokenSpan struct {
	start, end int // in bytes of the line
	class      string
}

// tokens returns the tokens of a line of a file that are to be told apart.
func (s *sources) tokens(file string, line int) []tokenSpan {
	f := s.file(file)
	if f.tokens == nil {
		f.tokens = scan(f.lines)
		s.files[file] = f
	}
	return f.tokens[line]
}

// scan returns the tokens of a file by line. What is no Go has fewer of them.
func scan(lines []string) map[int][]tokenSpan {
	content := []byte(strings.Join(lines, "\n"))
	file := token.NewFileSet().AddFile("", -1, len(content))
	var s scanner.Scanner
	s.Init(file, content, func(token.Position, string) {}, scanner.ScanComments)
	spans := make(map[int][]tokenSpan)
	for {
		pos, tok, text := s.Scan()
		if tok == token.EOF {
			return spans
		}
		class := classOf(tok)
		if class == "" {
			continue
		}
		line, start := file.Line(pos), file.Position(pos).Column-1
		for part := range strings.SplitSeq(text, "\n") {
			spans[line] = append(spans[line], tokenSpan{start, start + len(part), class})
			line, start = line+1, 0
		}
	}
}

func classOf(tok token.Token) string {
	switch {
	case tok.IsKeyword():
		return "keyword"
	case tok == token.COMMENT:
		return "comment"
	case tok == token.STRING, tok == token.CHAR:
		return "string"
	case tok == token.INT, tok == token.FLOAT, tok == token.IMAG:
		return "number"
	}
	return ""
}
