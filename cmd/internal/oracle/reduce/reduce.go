// Package reduce makes programs smaller.
package reduce

import (
	"slices"

	"github.com/leakvet/leakvet/cmd/internal/oracle/program"
)

// Candidates returns the programs that are one step smaller than p, in some way.
// Not all of them make sense.
func Candidates(p *program.Program) []*program.Program {
	var smaller []*program.Program
	for edit := range edits(p) {
		c := p.Clone()
		edits(c)[edit]()
		c.Prune()
		smaller = append(smaller, c)
	}
	return smaller
}

// edits returns the changes that make a program smaller. They come in the same
// order for a program and for its clone.
func edits(p *program.Program) []func() {
	var all []func()
	for _, f := range p.Functions() {
		all = append(all, blockEdits(&f.Body)...)
		if f.Far {
			all = append(all, func() { f.Far = false })
		}
		if f.Named {
			all = append(all, func() { f.Named = false })
		}
		if f.Entry && f.Gives != nil {
			all = append(all, func() { f.Gives = nil })
		}
		all = append(all, variableEdits(f)...)
	}
	return all
}

// blockEdits are those of a block and the blocks in it.
func blockEdits(block *[]*program.Stmt) []func() {
	var all []func()
	stmts := *block
	for i, s := range stmts {
		put := func(instead ...*program.Stmt) func() {
			return func() {
				*block = slices.Concat(stmts[:i], instead, stmts[i+1:])
			}
		}
		all = append(all, put())
		if len(s.Body) > 0 {
			all = append(all, put(s.Body...))
		}
		if len(s.Else) > 0 && s.Op != program.Acquire {
			all = append(all, put(s.Else...))
		}
		if !s.Cond.None() && s.Op == program.Acquire {
			all = append(all, func() { s.Cond = program.Cond{} })
		}
		if s.Cond.Flag != 0 {
			all = append(all, func() { s.Cond = program.Cond{Any: true} })
		}
		if s.Call != nil && s.Call.Gives == nil || s.Call != nil && s.Call.Gives.Owner == nil {
			all = append(all, func() { s.Call = nil })
		}
		if s.How != 0 && s.Op != program.Leave {
			all = append(all, func() { s.How = 0 })
		}
		all = append(all, blockEdits(&s.Body)...)
		all = append(all, blockEdits(&s.Else)...)
	}
	return all
}

// variableEdits drop all that has to do with a variable.
func variableEdits(f *program.Func) []func() {
	var all []func()
	seen := map[int]bool{}
	program.Walk(f.Body, func(s *program.Stmt) {
		if s.Op != program.Acquire || s.Var == 0 || seen[s.Var] {
			return
		}
		seen[s.Var] = true
		all = append(all, func() { f.Body = without(f.Body, s.Var) })
	})
	return all
}

func without(stmts []*program.Stmt, v int) []*program.Stmt {
	var rest []*program.Stmt
	for _, s := range stmts {
		if s.Var == v || s.From == v {
			continue
		}
		s.Body, s.Else = without(s.Body, v), without(s.Else, v)
		rest = append(rest, s)
	}
	return rest
}
