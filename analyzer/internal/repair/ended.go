package repair

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// ended tells whether the resource was released or handed on by then.
type ended uint8

const (
	no ended = iota
	yes
	maybe
	outside // of what comes after the point
	unknown
)

// isAllowed reports whether the resource can be released where the answer is e: it
// is held, or a second release does no harm.
func (l *Lost) isAllowed(e ended) bool {
	return e == no || e == maybe && !l.Given && !l.Once
}

// endedBefore tells whether, on the way from the point to an exit, a statement
// has ended the obligation. The path leads from the exit up.
func (l *Lost) endedBefore(h held, path []ast.Node, e exit) ended {
	result := no
	note := func(v ended) { result = max(result, v) }
	if e.stmt != nil {
		note(l.ends(e.stmt))
	}
	if e.stmt == nil {
		for _, s := range h.list[h.from:] {
			if v := l.ends(s); v == yes {
				return yes
			} else {
				note(v)
			}
		}
		return result
	}
	for i := range len(path) - 1 {
		child, parent := path[i], path[i+1]
		list := listOf(parent)
		whole := len(list) == len(h.list) && len(list) > 0 && list[0] == h.list[0]
		for k, s := range list {
			if whole && k < h.from {
				if s == child {
					return outside
				}
				continue
			}
			if s == child {
				break
			}
			if l.ends(s) == yes {
				return yes
			}
			note(l.ends(s))
		}
		if whole {
			return result
		}
		if v := l.headEnds(parent, child); v == yes {
			return yes
		} else {
			note(v)
		}
		if body := bodyOf(parent); body != nil && result == no && l.ends(body) != no {
			note(maybe) // in the round before
		}
		if isFunc(parent) {
			return outside
		}
	}
	return outside
}

// headEnds is about what runs before a part of a statement does.
func (l *Lost) headEnds(parent, child ast.Node) ended {
	var heads []ast.Node
	switch s := parent.(type) {
	case *ast.IfStmt:
		heads = []ast.Node{s.Init, s.Cond}
	case *ast.SwitchStmt:
		heads = []ast.Node{s.Init, s.Tag}
	case *ast.ForStmt:
		heads = []ast.Node{s.Init, s.Cond}
	case *ast.RangeStmt:
		heads = []ast.Node{s.X}
	}
	for _, n := range heads {
		if n != child && l.has(n) {
			return yes
		}
	}
	return no
}

// ends tells whether the obligation is ended by the time that a statement has run to
// its end.
func (l *Lost) ends(s ast.Stmt) ended {
	if isNil(s) || !l.has(s) {
		return no
	}
	switch s := s.(type) {
	case *ast.ExprStmt, *ast.AssignStmt, *ast.ReturnStmt, *ast.SendStmt, *ast.DeferStmt, *ast.GoStmt, *ast.DeclStmt:
		return yes
	case *ast.BlockStmt:
		return l.listEnds(s.List)
	case *ast.IfStmt:
		if l.has(s.Init) || l.has(s.Cond) {
			return yes
		}
		return l.eitherEnds(s)
	}
	return maybe
}

func (l *Lost) listEnds(list []ast.Stmt) ended {
	result := no
	for _, s := range list {
		switch v := l.ends(s); v {
		case yes:
			return yes
		default:
			result = max(result, v)
		}
	}
	return result
}

// eitherEnds is about a branch: one that returns does not count, for nothing comes
// after it.
func (l *Lost) eitherEnds(s *ast.IfStmt) ended {
	switch then, other := l.ends(s.Body), l.ends(s.Else); {
	case l.returns(s.Body):
		return other
	case s.Else != nil && l.returns(s.Else) || then == other:
		return then
	}
	return maybe
}

// returns reports whether a statement leaves the function, and not only a loop.
func (l *Lost) returns(s ast.Stmt) bool {
	if block, ok := s.(*ast.BlockStmt); ok && len(block.List) > 0 {
		s = block.List[len(block.List)-1]
	}
	_, branch := s.(*ast.BranchStmt)
	return !branch && l.leaves(s)
}

// has reports whether one of the ends stands in a node.
func (l *Lost) has(n ast.Node) bool {
	if isNil(n) {
		return false
	}
	for _, end := range l.Ends {
		if pos := positionOf(end); n.Pos() <= pos && pos < n.End() {
			return true
		}
	}
	return false
}

// isNil reports whether a node is missing: an interface that holds a nil pointer
// or nothing.
func isNil(n ast.Node) bool {
	switch n := n.(type) {
	case nil:
		return true
	case *ast.BlockStmt:
		return n == nil
	}
	return false
}

func positionOf(instr ssa.Instruction) token.Pos {
	if call, ok := instr.(ssa.CallInstruction); ok {
		return call.Common().Pos()
	}
	return instr.Pos()
}
