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

// ends tells whether a statement ends the obligation, whatever happens in it.
func (l *Lost) ends(s ast.Stmt) ended {
	if !l.has(s) {
		return no
	}
	switch s := s.(type) {
	case *ast.ExprStmt, *ast.AssignStmt, *ast.ReturnStmt, *ast.SendStmt, *ast.DeferStmt, *ast.GoStmt, *ast.DeclStmt:
		return yes
	case *ast.IfStmt:
		if l.has(s.Init) || l.has(s.Cond) {
			return yes
		}
	case *ast.BlockStmt:
		for _, inner := range s.List {
			if l.ends(inner) == yes {
				return yes
			}
		}
	}
	return maybe
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
