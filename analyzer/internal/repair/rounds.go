package repair

import (
	"go/ast"
	"go/token"
	"slices"
)

// roundsOf returns the ways on which a block in a loop is left while it holds
// what it acquired: the end of the block, and the branches that lead out of it.
// Returns are left to the engine, which knows on which paths they lose it.
func (l *Lost) roundsOf(b binding, h held) ([]exit, bool) {
	block, ok := h.up[0].(*ast.BlockStmt)
	if !ok || !b.alone && l.Code.Pass.TypesInfo.Scopes[block] != b.root.Parent() {
		return nil, false // an earlier round may have left something in it
	}
	var exits []exit
	safe := true
	add := func(e exit, path []ast.Node) {
		switch v := l.endedBefore(h, path, e); {
		case v == yes:
		case l.isAllowed(v):
			exits = append(exits, e)
		default:
			safe = false
		}
	}
	if len(block.List) == 0 || !l.leaves(block.List[len(block.List)-1]) {
		add(exit{block: block}, []ast.Node{block})
	}
	for _, s := range h.list[h.from:] {
		ast.PreorderStack(s, nil, func(n ast.Node, stack []ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.BranchStmt:
				out, known := leadsOut(n, stack)
				if !known {
					safe = false
				}
				if out {
					path := append(slices.Clone(stack), n)
					slices.Reverse(path)
					add(exit{stmt: n}, append(path, h.up...))
				}
			}
			return true
		})
	}
	return exits, safe
}

// leadsOut reports whether a branch leads out of the statements of the stack, and
// whether that can be told.
func leadsOut(br *ast.BranchStmt, stack []ast.Node) (out, known bool) {
	if br.Tok == token.GOTO {
		return false, false
	}
	if br.Tok == token.FALLTHROUGH {
		return false, true
	}
	for i := len(stack) - 1; i >= 0; i-- {
		if br.Label != nil {
			if l, ok := stack[i].(*ast.LabeledStmt); ok && l.Label.Name == br.Label.Name {
				return false, true
			}
			continue
		}
		if bodyOf(stack[i]) != nil {
			return false, true
		}
		switch stack[i].(type) {
		case *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			if br.Tok == token.BREAK {
				return false, true
			}
		}
	}
	return true, true
}
