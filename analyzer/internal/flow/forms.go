package flow

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// Opposite holds the comparisons that say the contrary. It must not be changed.
var Opposite = map[token.Token]token.Token{
	token.EQL: token.NEQ, token.NEQ: token.EQL, token.LSS: token.GEQ,
	token.GEQ: token.LSS, token.GTR: token.LEQ, token.LEQ: token.GTR,
}

// mirrored holds those that say the same of the operands the other way round.
var mirrored = map[token.Token]token.Token{
	token.EQL: token.EQL, token.NEQ: token.NEQ, token.LSS: token.GTR,
	token.GTR: token.LSS, token.LEQ: token.GEQ, token.GEQ: token.LEQ,
}

// assumeForms adds to s what a comparison tells of the others of the function
// that compare the same: x != y, y > x. A length is never below zero.
func (m *Machine) assumeForms(s *State, r *ssa.BinOp, b bool) {
	for _, f := range m.graphs.of(r.Parent()).formsOf(r) {
		s.env.set(f.rep, BoolVal(f.same == b))
	}
}

// A form is another comparison that is true if a certain one is, or else false.
type form struct {
	rep  ssa.Value
	same bool
}

// formsOf returns the comparisons of the function that say the same as r, or the
// contrary.
func (g *graph) formsOf(r *ssa.BinOp) []form {
	forms, ok := g.forms[r]
	if !ok {
		forms = g.findForms(r)
		g.forms[r] = forms
	}
	return forms
}

func (g *graph) findForms(r *ssa.BinOp) (forms []form) {
	x, y := g.operandKey(r.X, 0), g.operandKey(r.Y, 0)
	if x == "" || y == "" {
		return nil
	}
	add := func(op token.Token, same bool) {
		for _, f := range []struct {
			key  string
			same bool
		}{
			{comparisonKey(op, x, y), same}, {comparisonKey(Opposite[op], x, y), !same},
			{comparisonKey(mirrored[op], y, x), same}, {comparisonKey(Opposite[mirrored[op]], y, x), !same},
		} {
			if rep, ok := g.reps[f.key]; ok {
				forms = append(forms, form{rep, f.same})
			}
		}
	}
	if _, ok := Opposite[r.Op]; ok {
		add(r.Op, true)
	}
	if isLen(r.X) && isConst(r.Y, "0") {
		switch r.Op {
		case token.EQL, token.LEQ:
			add(token.GTR, false)
			add(token.EQL, true)
		case token.NEQ, token.GTR:
			add(token.GTR, true)
			add(token.EQL, false)
		}
	}
	return forms
}

func isLen(v ssa.Value) bool {
	call, ok := v.(*ssa.Call)
	if !ok {
		return false
	}
	b, ok := call.Call.Value.(*ssa.Builtin)
	return ok && b.Name() == "len"
}
