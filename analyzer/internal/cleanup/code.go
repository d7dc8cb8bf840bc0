package cleanup

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/contract"
	"github.com/leakvet/leakvet/analyzer/internal/enclosing"
)

// Facts is what is known of a call from the table and from the callee's body,
// in whatever package that is. Arguments count the receiver.
type Facts interface {
	// Param returns what becomes of argument i.
	Param(call *ssa.CallCommon, i int) Param
	// Opens returns the results that hand out a pool.
	Opens(call *ssa.Call) []int
	// ReleasedBy returns the results that result i, a func, releases.
	ReleasedBy(call *ssa.Call, i int) []int
	// Remote reports whether all that they keep is on another machine.
	Remote(call *ssa.Call) bool
	// Exits reports whether the call never returns.
	Exits(call *ssa.CallCommon) bool
	// OwnsPool reports whether the method releases a pool that its receiver
	// keeps in a field.
	OwnsPool(method *types.Func) bool
}

// A Param is what becomes of one argument of a call.
type Param struct {
	// Releases: the obligation ends.
	Releases bool
	// Wraps: what the call returns owns it, and releases it when it is released.
	Wraps bool
	// Drops: it is released by a call whose error nobody hears of.
	Drops bool
	// Logs: it is an error, and a logger gets it.
	Logs bool
	// Retries: it is a func, and called again if it fails.
	Retries bool
	// Deletes: the file that it names is deleted.
	Deletes bool
	// DropsData: the database or schema that it names is dropped.
	DropsData bool
	// Now: it is a func, and called before the call returns.
	Now bool
	// Later: it is a func, and called at some time after.
	Later bool
	// NilGuard: it is an error, and the call returns only if that is nil.
	NilGuard bool
}

// A Code is the functions of one package. It is not safe for concurrent use but
// within [Code.Look].
type Code struct {
	Pass  *analysis.Pass
	Index *contract.Index
	// Funcs are the functions that were built, closures included, by position.
	Funcs []*ssa.Function

	mu     sync.Mutex // rules run at the same time, see Look
	facts  Facts
	syntax *enclosing.Finder
	calls  map[*ssa.Function][]ssa.CallInstruction
	uses   map[*ssa.Function][]closureUse
	made   map[*ssa.Function]*ssa.MakeClosure // nil before it is needed
	stored map[ssa.Value][]*ssa.Store         // nil before it is needed
	args   map[*ssa.Function]*given
	opens  map[*ssa.Function][]*Open
	dsn    map[types.Object]bool         // see IsDatabasePath
	pairs  map[types.Object]types.Object // see cancels
}

// New returns the functions of a package. They are looked at when that is needed
// and not before.
func New(pass *analysis.Pass, index *contract.Index, syntax *enclosing.Finder, funcs []*ssa.Function, facts Facts) *Code {
	return &Code{Pass: pass, Index: index, Funcs: funcs, facts: facts, syntax: syntax, calls: map[*ssa.Function][]ssa.CallInstruction{}, args: map[*ssa.Function]*given{}, opens: map[*ssa.Function][]*Open{}}
}

// Look calls f, which may look at the code as nobody else does meanwhile.
func (c *Code) Look(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f()
}

// Roots returns the functions that are declared, with no closures.
func (c *Code) Roots() []*ssa.Function {
	var roots []*ssa.Function
	for _, fn := range c.Funcs {
		if fn.Parent() == nil {
			roots = append(roots, fn)
		}
	}
	return roots
}

// Calls calls f for the calls in fn and, if deep, in the closures in it, in the
// order of the source as far as blocks follow it.
func (c *Code) Calls(fn *ssa.Function, deep bool, f func(ssa.CallInstruction)) {
	for _, call := range c.callsIn(fn) {
		f(call)
	}
	if deep {
		for _, anon := range fn.AnonFuncs {
			c.Calls(anon, true, f)
		}
	}
}

// callsIn returns the calls in fn itself. Each rule asks for them.
func (c *Code) callsIn(fn *ssa.Function) []ssa.CallInstruction {
	calls, ok := c.calls[fn]
	if !ok {
		eachInstr(fn, func(instr ssa.Instruction) {
			if call, ok := instr.(ssa.CallInstruction); ok {
				calls = append(calls, call)
			}
		})
		c.calls[fn] = calls
	}
	return calls
}

func eachInstr(fn *ssa.Function, f func(ssa.Instruction)) {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			f(instr)
		}
	}
}

// Root returns the declared function in which fn stands.
func Root(fn *ssa.Function) *ssa.Function {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	return fn
}

// Args returns the operands of a call, the receiver first, by static and by
// dynamic dispatch alike.
func Args(common *ssa.CallCommon) []ssa.Value {
	if common.IsInvoke() {
		return append([]ssa.Value{common.Value}, common.Args...)
	}
	return common.Args
}

// Callee returns the function or method that is called by name, or nil.
func Callee(common *ssa.CallCommon) *types.Func {
	if common.IsInvoke() {
		return common.Method
	}
	fn := common.StaticCallee()
	if fn == nil {
		return nil
	}
	if o := fn.Origin(); o != nil {
		fn = o
	}
	obj, _ := fn.Object().(*types.Func)
	return obj
}

// IsMethod reports whether the call is of a method: its first operand is the
// receiver.
func IsMethod(common *ssa.CallCommon) bool {
	return common.IsInvoke() || common.Signature().Recv() != nil ||
		common.StaticCallee() != nil && common.StaticCallee().Signature.Recv() != nil
}

// InTest reports whether the instruction stands in a test file.
func (c *Code) InTest(instr ssa.Instruction) bool {
	file := c.Pass.Fset.File(instr.Parent().Pos())
	return file != nil && strings.HasSuffix(file.Name(), "_test.go")
}

// Source returns the call as it stands in the code, and the nodes around it
// from the nearest on; nil if the compiler made it.
func (c *Code) Source(call ssa.CallInstruction) (*ast.CallExpr, []ast.Node) {
	pos := call.Common().Pos() // the left parenthesis
	path := c.Enclosing(pos)
	for i, n := range path {
		if e, ok := n.(*ast.CallExpr); ok && e.Lparen == pos {
			return e, path[i+1:]
		}
	}
	return nil, nil
}

// Enclosing returns the nodes around pos, innermost first.
func (c *Code) Enclosing(pos token.Pos) []ast.Node { return c.syntax.Path(pos, pos) }
