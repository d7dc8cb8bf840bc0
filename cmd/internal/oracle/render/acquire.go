package render

import (
	"fmt"
	"strings"

	"github.com/leakvet/leakvet/cmd/internal/oracle/program"
)

// discarded reports whether an acquire has no variable for its resource.
func discarded(s *program.Stmt) bool { return s.Var == 0 }

// call is the call that acquires.
func (w *function) call(s *program.Stmt) string {
	if s.Call != nil {
		return fmt.Sprintf("%s(ctx, db)", w.name(s.Call.Name, s.Call.Far))
	}
	w.typeOf(s.Kind) // for its imports
	var from *program.Kind
	name := ""
	if s.From != 0 {
		x := w.lookup(s.From)
		from, name = x.kind, x.name
	}
	calls := s.Kind.Calls(from)
	if len(calls) == 0 {
		w.fail("no call for %s", s.Kind.Name)
		return ""
	}
	// The variants of a call mean the same.
	n := 0
	if w.style != nil {
		n = w.style.IntN(len(calls))
	}
	return strings.ReplaceAll(calls[n], "$", name)
}

// declare makes the variable of an acquire known.
func (w *function) declare(s *program.Stmt) *variable {
	if discarded(s) {
		return &variable{name: "_", kind: s.Kind}
	}
	if len(s.Else) == 0 || s.Else[len(s.Else)-1].Op != program.Leave {
		w.fail("variable %d is used on error", s.Var)
	}
	x := &variable{name: w.varName(s.Var, s.Kind), kind: s.Kind, cond: s.Cond}
	w.vars[s.Var] = x
	return x
}

// used makes sure that the compiler finds the variable used.
func (w *function) used(x *variable) {
	if x.name != "_" {
		w.printf("_ = %s\n", x.name)
	}
}

func (w *function) acquire(s *program.Stmt) {
	if s.Kind.Elem != nil {
		x := &variable{name: w.varName(s.Var, s.Kind), kind: s.Kind}
		w.vars[s.Var] = x
		w.printf("var %s %s\n", x.name, w.typeOf(x.kind))
		w.used(x)
		return
	}
	call := w.call(s)
	if !s.Cond.None() {
		w.acquireIf(s, call)
		return
	}
	x := w.declare(s)
	if x.name == "_" && len(s.Else) == 0 {
		w.printf("_, _ = %s\n", call)
		return
	}
	if x.name == "_" {
		w.printf("if _, err := %s; err != nil {\n", call)
		w.onError(s.Else)
		w.printf("}\n")
		return
	}
	switch {
	case w.chance(5):
		w.printf("%s, err := %s\nif failed := err != nil; failed {\n", x.name, call)
		w.onError(s.Else)
		w.printf("}\n")
	case w.chance(6):
		w.printf("%s, err := %s\nswitch {\ncase err != nil:\n", x.name, call)
		w.inSwitch(func() { w.onError(s.Else) })
		w.printf("}\n")
	default:
		w.printf("%s, err := %s\nif err != nil {\n", x.name, call)
		w.onError(s.Else)
		w.printf("}\n")
	}
	w.used(x)
}

// around writes an acquire with what follows in the branch without an error.
func (w *function) around(s *program.Stmt, rest []*program.Stmt) {
	call := w.call(s)
	outer := make(map[int]*variable, len(w.vars))
	for v, y := range w.vars {
		outer[v] = y
	}
	x := w.declare(s)
	if w.chance(2) {
		w.printf("%s, err := %s\nif err == nil {\n", x.name, call)
		w.used(x)
		w.stmts(rest)
		w.printf("} else {\n")
		w.vars = outer
		w.onError(s.Else)
		w.printf("}\n")
		return
	}
	w.printf("if %s, err := %s; err != nil {\n", x.name, call)
	w.onError(s.Else)
	w.printf("} else {\n")
	w.used(x)
	w.stmts(rest)
	w.printf("}\n")
}

func (w *function) acquireIf(s *program.Stmt, call string) {
	x := w.declare(s)
	w.printf("var %s %s\nif %s {\n", x.name, w.typeOf(x.kind), w.cond(s.Cond))
	w.printf("var err error\n%s, err = %s\nif err != nil {\n", x.name, call)
	w.onError(s.Else)
	w.printf("}\n}\n")
	w.used(x)
}

// guarded writes something that is done only if a variable has a value.
func (w *function) guarded(x *variable, write func()) {
	if x.cond.None() {
		write()
		return
	}
	guard := x.name + " != nil"
	if x.cond.Flag != 0 && w.chance(2) {
		guard = w.cond(x.cond)
	}
	w.printf("if %s {\n", guard)
	write()
	w.printf("}\n")
}

// onError writes what is done where err is the error at hand.
func (w *function) onError(stmts []*program.Stmt) {
	w.inner().err++
	w.block(stmts)
	w.inner().err--
}

func (w *function) cond(c program.Cond) string {
	text := ""
	switch {
	case c.Flag != 0:
		text = string(rune('a' + c.Flag - 1))
		w.param(text + " bool")
	default:
		w.needs("env")
		text = "env.Holds()"
	}
	if c.Not {
		return "!" + text
	}
	return text
}
