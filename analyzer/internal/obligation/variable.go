package obligation

import (
	"go/token"
	"go/types"
	"iter"

	"golang.org/x/tools/go/ssa"
)

// bindVariables lets calls through the package's variables call the functions that
// these begin with, as in
//
//	var openFile = os.Open
//
// Others may take their place, for a platform or a test, and are used alike: the code
// that calls a variable cannot treat what it gets by what the variable holds.
func (p *pkg) bindVariables() {
	begun := p.begunWith()
	if len(begun) == 0 {
		return
	}
	for _, instr := range p.instructions() {
		call, ok := instr.(ssa.CallInstruction)
		if !ok || p.inTest(call) { // which may have replaced it
			continue
		}
		if load, ok := call.Common().Value.(*ssa.UnOp); ok {
			if g, ok := load.X.(*ssa.Global); ok && begun[g] != nil {
				call.Common().Value = begun[g]
			}
		}
	}
}

// begunWith returns the functions that variables of the package begin with, but for
// variables that anything may be put into.
func (p *pkg) begunWith() map[*ssa.Global]*ssa.Function {
	if !p.hasFuncVariables() {
		return nil
	}
	begun := make(map[*ssa.Global]*ssa.Function)
	open := make(map[*ssa.Global]bool)
	var buf [8]*ssa.Value
	for fn, instr := range p.instructions() {
		for _, v := range instr.Operands(buf[:0]) {
			g, ok := (*v).(*ssa.Global)
			if !ok || !isFuncVariable(g) {
				continue
			}
			switch instr := instr.(type) {
			case *ssa.Store:
				held := instr.Val
				if fn == p.ssa.Func("init") {
					begun[g], _ = held.(*ssa.Function)
				}
				open[g] = open[g] || !isKnownFunc(held)
			case *ssa.UnOp:
				// It is read.
			default:
				open[g] = true
			}
		}
	}
	for g := range open {
		if open[g] {
			delete(begun, g)
		}
	}
	return begun
}

// isKnownFunc reports whether v is a function of the program or none.
func isKnownFunc(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Function, *ssa.MakeClosure:
		return true
	case *ssa.ChangeType:
		return isKnownFunc(v.X)
	case *ssa.Const:
		return v.IsNil()
	}
	return false
}

// hasFuncVariables reports whether the package has variables for funcs that nobody
// else can set.
func (p *pkg) hasFuncVariables() bool {
	for _, m := range p.ssa.Members {
		if g, ok := m.(*ssa.Global); ok && isFuncVariable(g) {
			return true
		}
	}
	return false
}

func isFuncVariable(g *ssa.Global) bool {
	return !token.IsExported(g.Name()) && isFunc(g.Type().(*types.Pointer).Elem())
}

// instructions yields the instructions of the functions that were built.
func (p *pkg) instructions() iter.Seq2[*ssa.Function, ssa.Instruction] {
	return func(yield func(*ssa.Function, ssa.Instruction) bool) {
		for _, fn := range p.funcs {
			for _, b := range fn.Blocks {
				for _, instr := range b.Instrs {
					if !yield(fn, instr) {
						return
					}
				}
			}
		}
	}
}
