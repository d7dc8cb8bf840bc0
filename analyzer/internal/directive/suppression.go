package directive

import (
	"fmt"
	"go/ast"
	"go/token"
	"iter"
	"slices"
	"strings"
)

const ignore = "ignore"

// Rule is the name of the rule that reports the problems.
const Rule = "directive"

// A suppression silences rules on the lines first to last of a file.
type suppression struct {
	comment
	rules       []string
	file        *token.File
	first, last int
}

func (s suppression) covers(file *token.File, line int) bool {
	return s.file == file && s.first <= line && line <= s.last
}

func (p *fileParser) addSuppression(group *ast.CommentGroup, c comment) {
	if len(c.args) == 0 {
		p.set.problem(c, "suppression names no rule: write //%s%s RULE reason", prefix, ignore)
		return
	}
	if len(c.args) == 1 {
		p.set.problem(c, "suppression of %s has no reason: write //%s%s %[1]s reason", c.args[0], prefix, ignore)
	}
	s := suppression{
		comment: c,
		rules:   strings.Split(c.args[0], ","),
		file:    p.set.fset.File(c.Pos()),
	}
	s.first = s.file.Line(c.Pos())
	s.last = s.first
	if !p.codeLines()[s.first] {
		// Stacked directives all speak of the line below the last of them.
		s.last = s.file.Line(group.End()) + 1
	}
	p.set.suppressions = append(p.set.suppressions, s)
}

// codeLines returns the lines of the file on which syntax begins or ends.
func (p *fileParser) codeLines() map[int]bool {
	if p.code != nil {
		return p.code
	}
	p.code = make(map[int]bool)
	file := p.set.fset.File(p.file.FileStart)
	ast.Inspect(p.file, func(n ast.Node) bool {
		switch n.(type) {
		case nil, *ast.Comment, *ast.CommentGroup:
			return false
		case *ast.File:
			p.code[file.Line(p.file.Package)] = true
		default:
			p.code[file.Line(n.Pos())] = true
			p.code[file.Line(n.End()-1)] = true
		}
		return true
	})
	return p.code
}

// Suppressed reports whether a finding of the rule at pos is to be silent.
func (s *Set) Suppressed(rule string, pos token.Pos) bool {
	if len(s.suppressions) == 0 {
		return false
	}
	file := s.fset.File(pos)
	return slices.ContainsFunc(s.suppressions, func(sup suppression) bool {
		return slices.Contains(sup.rules, rule) && sup.covers(file, file.Line(pos))
	})
}

// A Check is what the set has to know to judge its suppressions.
type Check struct {
	Known   []string                     // the names of all rules
	Enabled func(rule string) bool       // whether the rule reports in this run
	Found   iter.Seq2[string, token.Pos] // rule and place of all findings, before suppression
}

// Problems returns what is wrong with the directives. A suppression of a rule
// that is not enabled may be of use in another run, and one of the directives'
// own rule silences itself: neither is said to be unused.
func (s *Set) Problems(check Check) []Problem {
	problems := slices.Clone(s.problems)
	for _, sup := range s.suppressions {
		for _, rule := range sup.rules {
			var message string
			switch {
			case !slices.Contains(check.Known, rule):
				message = fmt.Sprintf("suppression of an unknown rule %q (rules: %s)", rule, strings.Join(check.Known, ", "))
			case rule != Rule && check.Enabled(rule) && !s.used(sup, rule, check.Found):
				message = fmt.Sprintf("suppression of %s is unused", rule)
			default:
				continue
			}
			problems = append(problems, Problem{sup.Pos(), sup.End(), message})
		}
	}
	return problems
}

// used reports whether one of the findings is of the rule and on the lines of
// the suppression.
func (s *Set) used(sup suppression, rule string, found iter.Seq2[string, token.Pos]) bool {
	for r, pos := range found {
		if file := s.fset.File(pos); r == rule && sup.covers(file, file.Line(pos)) {
			return true
		}
	}
	return false
}
