package cleanup

import (
	"go/ast"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/tools/go/ssa"
)

// A Context says in what kind of cleanup code something stands.
type Context uint8

const (
	// None: ordinary code.
	None Context = iota
	// Deferred: a deferred call or closure.
	Deferred
	// Registered: a function that a test or a teardown stack runs at its end.
	Registered
	// Named: a function whose name says that it cleans up.
	Named
	// AfterTests: what follows m.Run() in TestMain.
	AfterTests
)

// Context returns the kind of cleanup code in which the instruction stands; the
// innermost, if there are several.
func (c *Code) Context(instr ssa.Instruction) Context { return c.context(instr, 0) }

func (c *Code) context(instr ssa.Instruction, depth int) Context {
	if depth > maxDepth {
		return None // closures that call one another
	}
	if _, ok := instr.(*ssa.Defer); ok {
		return Deferred
	}
	fn := instr.Parent()
	if fn.Parent() == nil {
		switch {
		case IsCleanupName(fn.Name()):
			return Named
		case c.followsTests(instr):
			return AfterTests
		}
		return None
	}
	for _, use := range c.usesOf(fn) {
		call, ok := use.instr.(ssa.CallInstruction)
		if _, async := use.instr.(*ssa.Go); !ok || async {
			continue
		}
		if use.arg >= 0 && c.Registers(call.Common(), use.arg) {
			return Registered
		}
		// Whoever gets it in cleanup code, calls it for cleaning up.
		if ctx := c.context(call, depth+1); ctx != None {
			return ctx
		}
	}
	if IsCleanupName(c.literalName(fn)) {
		return Named
	}
	return None
}

// Registers reports whether a call keeps its argument i, a func, to run it when
// a test or whatever else it belongs to is over.
func (c *Code) Registers(common *ssa.CallCommon, i int) bool {
	obj := Callee(common)
	table := c.Index.Func(obj)
	if table == nil {
		return false
	}
	if obj.Signature().Recv() != nil {
		i--
	}
	for _, t := range table.Teardowns {
		if t == i {
			return true
		}
	}
	return false
}

// followsTests reports whether the instruction stands in TestMain behind m.Run.
func (c *Code) followsTests(instr ssa.Instruction) bool {
	fn := instr.Parent()
	if fn.Name() != "TestMain" {
		return false
	}
	after := false
	c.Calls(fn, false, func(call ssa.CallInstruction) {
		if obj := Callee(call.Common()); obj != nil && obj.FullName() == "(*testing.M).Run" && Dominates(call, instr) {
			after = true
		}
	})
	return after
}

// cleanupWords begin the names of functions that clean up.
var cleanupWords = strings.Fields(`Close Cleanup CleanUp Teardown TearDown Shutdown ShutDown Stop Dispose Destroy Drop
	Finish Abort Rollback Terminate Purge Release AfterTest AfterEach AfterSuite`)

// IsCleanupName reports whether a function's name begins with a word that says
// that it cleans up.
func IsCleanupName(name string) bool {
	r, size := utf8.DecodeRuneInString(name)
	if size == 0 {
		return false
	}
	name = string(unicode.ToUpper(r)) + name[size:]
	for _, word := range cleanupWords {
		if rest, ok := strings.CutPrefix(name, word); ok {
			next, _ := utf8.DecodeRuneInString(rest)
			if rest == "" || !unicode.IsLower(next) {
				return true
			}
		}
	}
	return false
}

// literalName returns the variable to which a func literal is assigned, or "".
func (c *Code) literalName(fn *ssa.Function) string {
	lit, ok := fn.Syntax().(*ast.FuncLit)
	if !ok {
		return ""
	}
	if as, ok := c.syntax.Parent(lit).(*ast.AssignStmt); ok && len(as.Lhs) == len(as.Rhs) {
		for j, r := range as.Rhs {
			if id, ok := as.Lhs[j].(*ast.Ident); ok && r == lit {
				return id.Name
			}
		}
	}
	return ""
}
