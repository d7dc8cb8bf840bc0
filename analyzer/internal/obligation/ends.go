package obligation

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// An ending says what a call does to the path that it stands on.
type ending uint8

const (
	// goesOn: the call returns, as far as can be seen.
	goesOn ending = iota
	// mayExit: it may end the process, or may only be named like what does.
	mayExit
	// unwinds: it never returns; what is deferred runs (panic, t.Fatal).
	unwinds
	// exits: it ends the process, and nothing deferred runs.
	exits
)

// ending returns how a call of k ends. The table and the body come first; the
// custom of loggers, interfaces included, is that Fatal ends the process.
func (k callee) ending() ending {
	named := k.obj != nil && (strings.HasPrefix(k.obj.Name(), "Fatal") || k.recv && k.obj.Name() == "FailNow") && !answers(k.obj)
	switch {
	case k.table != nil && k.table.Exits, k.sum != nil && k.sum.NoReturn && k.sum.Exits:
		return exits
	case k.table != nil && k.table.NoReturn, k.sum != nil && k.sum.NoReturn:
		return unwinds
	case named && k.recv && isLogger(k.obj.Signature().Recv().Type()):
		return exits
	case named:
		return unwinds
	case k.sum != nil && k.sum.Exits:
		return mayExit
	}
	return goesOn
}

func (k callee) noReturn() bool { return k.ending() >= unwinds }

// isLogger reports whether t is an interface of loggers, and not of tests.
func isLogger(t types.Type) bool {
	return types.IsInterface(t) && slices.ContainsFunc([]string{"Info", "Infof", "Print", "Printf", "Debug", "Debugf"},
		func(name string) bool { return hasMethod(t, name) })
}

// ends reports whether no return of fn can be reached, and whether it ends the
// process: by a call in it, not by one that may or may not do so.
func (p *pkg) ends(fn *ssa.Function) (never, exit bool) {
	seen := make([]bool, len(fn.Blocks))
	work := []*ssa.BasicBlock{fn.Blocks[0]}
	stopped, returns := false, false
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		if seen[b.Index] {
			continue
		}
		seen[b.Index] = true
		if e := p.endingOf(b); e >= unwinds {
			stopped = true
			exit = exit || e == exits
			continue
		}
		if _, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok {
			returns = true
		}
		work = append(work, b.Succs...)
	}
	return stopped && !returns, exit
}

// endingOf returns how the path through b ends there.
func (p *pkg) endingOf(b *ssa.BasicBlock) ending {
	for _, instr := range b.Instrs {
		switch instr := instr.(type) {
		case *ssa.Panic:
			return unwinds
		case *ssa.Call:
			if e := p.commonCallee(instr.Common()).ending(); e >= unwinds {
				return e
			}
		}
	}
	return goesOn
}

// commonCallee returns what is known of what a call calls, no path considered.
func (p *pkg) commonCallee(common *ssa.CallCommon) callee {
	obj, fn := calledFunc(common)
	switch {
	case obj != nil && common.IsInvoke():
		return p.dynamicCallee(obj)
	case obj != nil:
		return p.staticCallee(obj, fn)
	case fn != nil:
		return callee{sum: p.summary(fn)} // a closure
	}
	return callee{}
}
