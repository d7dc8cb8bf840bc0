// Package directive reads the //leakvet: comments of a package:
//
//	//leakvet:ignore RULE[,RULE...] reason
//	//leakvet:owns [param]
//	//leakvet:borrows [param]
//	//leakvet:releases [param]
//
// An ignore silences the rules on its own line or, where it stands alone, on
// the line below. The other three say on a function, an interface method or a
// struct field who is to release a resource; they are data for the engine.
// What follows a second // is a remark on the directive and not part of it.
package directive

import (
	"fmt"
	"go/ast"
	"go/token"
	"strings"
)

const prefix = "leakvet:"

// A Set holds the directives of one package.
type Set struct {
	fset         *token.FileSet
	suppressions []suppression
	ownership    map[ast.Node][]Ownership
	problems     []Problem // those that need no knowledge of rules and findings
}

// A Problem is a directive that does not do what its author meant.
type Problem struct {
	Pos, End token.Pos
	Message  string
}

// A comment is one directive, cut into its words.
type comment struct {
	*ast.Comment
	verb string
	args []string
}

// Parse returns the directives in the files, which have to be parsed with
// comments.
func Parse(fset *token.FileSet, files []*ast.File) *Set {
	s := &Set{fset: fset, ownership: make(map[ast.Node][]Ownership)}
	for _, file := range files {
		s.addFile(file)
	}
	return s
}

func (s *Set) addFile(file *ast.File) {
	p := fileParser{set: s, file: file}
	for _, group := range file.Comments {
		for _, c := range group.List {
			if c, ok := s.cut(c); ok {
				p.add(group, c)
			}
		}
	}
}

// cut reports whether the comment is a directive, and takes it apart.
func (s *Set) cut(c *ast.Comment) (comment, bool) {
	text, isLine := strings.CutPrefix(c.Text, "//")
	rest, isDirective := strings.CutPrefix(text, prefix)
	if !isLine || !isDirective {
		s.checkSpace(c, text)
		return comment{}, false
	}
	rest, _, _ = strings.Cut(rest, " //")
	words := strings.Fields(rest)
	if len(words) == 0 || rest[0] == ' ' || rest[0] == '\t' {
		s.problem(c, "//%s names no directive (known: %s)", prefix, strings.Join(verbs(), ", "))
		return comment{}, false
	}
	return comment{c, words[0], words[1:]}, true
}

// checkSpace finds directives that gofmt and everybody else takes for prose.
func (s *Set) checkSpace(c *ast.Comment, text string) {
	words := strings.Fields(text)
	if len(words) == 0 {
		return
	}
	verb, ok := strings.CutPrefix(words[0], prefix)
	if ok && (verb == ignore || isOwnership(verb)) {
		s.problem(c, "a comment with a space is not a directive: write //%s%s", prefix, verb)
	}
}

func (s *Set) problem(n ast.Node, format string, args ...any) {
	s.problems = append(s.problems, Problem{n.Pos(), n.End(), fmt.Sprintf(format, args...)})
}

func verbs() []string {
	return []string{ignore, string(Borrows), string(Owns), string(Releases)}
}

// A fileParser adds the directives of one file to the set. What it needs to
// know of the syntax is found on demand: most files have no directive.
type fileParser struct {
	set    *Set
	file   *ast.File
	places map[*ast.Comment]ast.Node // the functions and fields that comments document
	code   map[int]bool              // the lines that hold more than comments
}

func (p *fileParser) add(group *ast.CommentGroup, c comment) {
	switch {
	case c.verb == ignore:
		p.addSuppression(group, c)
	case isOwnership(c.verb):
		p.addOwnership(c)
	default:
		p.set.problem(c, "unknown directive //%s%s (known: %s)", prefix, c.verb, strings.Join(verbs(), ", "))
	}
}
