package robust

import (
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"slices"
)

// A mutation is a change of the source: a piece of it and what is put in its place.
type mutation struct {
	from, to int // offsets
	text     string
}

// Mutate returns the source with a few changes: a statement is left out, doubled, or
// changes places with the next; an error is not looked at; a condition or an operator
// is turned around. It is nil if nothing can be changed. What comes of it may be
// ill-typed. The seed decides.
func Mutate(src []byte, seed uint64) []byte {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", src, parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	m := mutator{src: src, base: fset.File(file.Pos()).Base()}
	ast.Inspect(file, m.visit)
	if len(m.all) == 0 {
		return nil
	}
	rng := rand.New(rand.NewPCG(seed, 2))
	var chosen []mutation
	for range 1 + rng.IntN(3) {
		chosen = append(chosen, m.all[rng.IntN(len(m.all))])
	}
	slices.SortFunc(chosen, func(a, b mutation) int { return b.from - a.from })
	out := string(src)
	end := len(src) // of what is not changed yet
	for _, c := range chosen {
		if c.to <= end {
			out = out[:c.from] + c.text + out[c.to:]
			end = c.from
		}
	}
	return []byte(out)
}

// A mutator collects what could be changed.
type mutator struct {
	src  []byte
	base int
	all  []mutation
}

func (m *mutator) add(from, to token.Pos, text string) {
	m.all = append(m.all, mutation{int(from) - m.base, int(to) - m.base, text})
}

func (m *mutator) text(n ast.Node) string {
	return string(m.src[int(n.Pos())-m.base : int(n.End())-m.base])
}

func (m *mutator) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.BlockStmt:
		m.statements(n.List)
	case *ast.CaseClause:
		m.statements(n.Body)
	case *ast.CommClause:
		m.statements(n.Body)
	case *ast.IfStmt:
		m.add(n.Cond.Pos(), n.Cond.End(), "!("+m.text(n.Cond)+")")
		m.add(n.Pos(), n.End(), m.text(n.Body)) // as if the condition held
	case *ast.ForStmt:
		m.add(n.Body.Pos(), n.Body.End(), m.text(n.Body)+"; "+m.text(n.Body))
	case *ast.BinaryExpr:
		if other, ok := turned[n.Op]; ok {
			m.add(n.OpPos, n.OpPos+token.Pos(len(n.Op.String())), other.String())
		}
	case *ast.DeferStmt:
		m.add(n.Pos(), n.Call.Pos(), "")
		m.add(n.Pos(), n.Call.Pos(), "go ")
	case *ast.ExprStmt:
		if _, ok := n.X.(*ast.CallExpr); ok {
			m.add(n.Pos(), n.Pos(), "defer ")
		}
	case *ast.AssignStmt:
		switch n.Tok {
		case token.DEFINE:
			m.add(n.TokPos, n.TokPos+2, "=")
		case token.ASSIGN:
			m.add(n.TokPos, n.TokPos+1, ":=")
		}
	}
	return true
}

// statements adds the changes of a list.
func (m *mutator) statements(list []ast.Stmt) {
	for i, s := range list {
		m.add(s.Pos(), s.End(), "")
		m.add(s.End(), s.End(), "; "+m.text(s))
		if i+1 < len(list) {
			next := list[i+1]
			m.add(s.Pos(), next.End(), m.text(next)+"; "+m.text(s))
		}
	}
}

var turned = map[token.Token]token.Token{
	token.EQL:  token.NEQ,
	token.NEQ:  token.EQL,
	token.LSS:  token.GEQ,
	token.GTR:  token.LEQ,
	token.LAND: token.LOR,
	token.LOR:  token.LAND,
	token.ADD:  token.SUB,
}
