package render

import (
	"fmt"
	"strings"

	"github.com/leakvet/leakvet/cmd/internal/oracle/program"
)

func (w *function) stmt(s *program.Stmt) {
	switch s.Op {
	case program.Acquire:
		w.acquire(s)
	case program.Step:
		w.needs("env")
		w.try("err := env.Step()", s.Else)
	case program.Collect:
		w.collect(s)
	case program.Recover:
		w.printf("defer func() { _ = recover() }()\n")
	case program.Risk:
		w.needs("env")
		w.printf("env.Risk()\n")
	case program.If:
		w.branch(s)
	case program.Loop:
		w.needs("env")
		w.loop("for env.More()", func() { w.block(s.Body) })
	case program.Scan:
		x := w.lookup(s.Var)
		w.guarded(x, func() { w.scan(x, s) })
	case program.Check:
		x := w.lookup(s.Var)
		w.guarded(x, func() { w.try("err := "+x.name+".Err()", s.Else) })
	case program.Use:
		x := w.lookup(s.Var)
		w.guarded(x, func() { w.use(x, s) })
	case program.Release:
		x := w.lookup(s.Var)
		w.guarded(x, func() { w.release(x, s) })
	case program.Defer:
		x := w.lookup(s.Var)
		w.guarded(x, func() { w.deferred(x, s) })
	case program.Give:
		x := w.lookup(s.Var)
		w.guarded(x, func() { w.give(x, s) })
	case program.Leave:
		w.leave(s)
	case program.Closure:
		w.closure(s)
	case program.Go:
		w.goroutine(s)
	}
}

// try writes a call whose error counts, or does not if nothing is to be done on
// an error.
func (w *function) try(call string, onError []*program.Stmt) {
	if len(onError) == 0 {
		left, right, _ := strings.Cut(call, " := ")
		w.printf("%s = %s\n", strings.ReplaceAll(left, "err", "_"), right)
		return
	}
	w.printf("if %s; err != nil {\n", call)
	w.onError(onError)
	w.printf("}\n")
}

func (w *function) branch(s *program.Stmt) {
	cond, yes, no := s.Cond, s.Body, s.Else
	if w.chance(4) {
		cond.Not, yes, no = !cond.Not, no, yes
	}
	switch {
	case len(no) > 0 && w.chance(4):
		w.printf("switch {\ncase %s:\n", w.cond(cond))
		w.inSwitch(func() { w.block(yes) })
		w.printf("default:\n")
		w.inSwitch(func() { w.block(no) })
		w.printf("}\n")
	default:
		w.printf("if %s {\n", w.cond(cond))
		w.block(yes)
		if len(no) > 0 {
			w.printf("} else {\n")
			w.block(no)
		}
		w.printf("}\n")
	}
}

// loop writes a loop, with its label if that is needed.
func (w *function) loop(head string, write func()) {
	w.labels++
	l := &loop{label: fmt.Sprintf("loop%d", w.labels)}
	w.loops = append(w.loops, l)
	before := w.out.String()
	w.out.Reset()
	write()
	inside := w.out.String()
	w.out.Reset()
	w.loops = w.loops[:len(w.loops)-1]
	w.out.WriteString(before)
	if l.labelled {
		w.printf("%s:\n", l.label)
	}
	w.printf("%s {\n%s}\n", head, inside)
}

func (w *function) inSwitch(write func()) {
	if len(w.loops) > 0 {
		l := w.loops[len(w.loops)-1]
		l.switches++
		defer func() { l.switches-- }()
	}
	write()
}

func (w *function) scan(x *variable, s *program.Stmt) {
	if x.kind != program.Rows {
		w.fail("%s has no rows", x.name)
		return
	}
	w.loop("for "+x.name+".Next()", func() {
		w.printf("var id int\n")
		w.try("err := "+x.name+".Scan(&id)", s.Else)
		w.block(s.Body)
	})
}

func (w *function) use(x *variable, s *program.Stmt) {
	if s.Call != nil {
		w.try(fmt.Sprintf("err := %s(ctx, db, %s)", w.name(s.Call.Name, s.Call.Far), x.name), s.Else)
		return
	}
	if x.kind.Use == "" {
		w.fail("no use of %s", x.name)
		return
	}
	if strings.Contains(x.kind.Use, "io.") {
		w.needs("io")
	}
	w.try(strings.ReplaceAll(x.kind.Use, "$", x.name), s.Else)
}

// releaseCall is the call that releases a variable.
func (w *function) releaseCall(x *variable, s *program.Stmt) string {
	switch {
	case s.Call != nil:
		args := "ctx, db, " + x.name
		if s.Call.OnErr {
			args += ", " + w.errorAt(s)
		}
		return fmt.Sprintf("%s(%s)", w.name(s.Call.Name, s.Call.Far), args)
	case s.Op == program.Release && s.How == program.Commit && x.kind == program.Tx:
		return x.name + ".Commit()"
	}
	return x.name + "." + x.kind.Release
}

// errorAt is the error at hand where a statement stands, or that of the function that has
// failed when it is run.
func (w *function) errorAt(s *program.Stmt) string {
	if w.inner().err > 0 || s.Op == program.Defer && s.How == program.OnFailure {
		return "err"
	}
	return "nil"
}

func (w *function) collect(s *program.Stmt) {
	x, all := w.lookup(s.Var), w.lookup(s.From)
	if all.kind.Elem != x.kind {
		w.fail("%s is no place for %s", all.name, x.name)
		return
	}
	w.guarded(x, func() { w.printf("%s = append(%s, %s)\n", all.name, all.name, x.name) })
}

// releaseAll is the loop that releases what is in a slice.
func releaseAll(x *variable) string {
	return fmt.Sprintf("for _, x := range %s { x.%s }", x.name, x.kind.Elem.Release)
}

func (w *function) release(x *variable, s *program.Stmt) {
	if x.kind.Elem != nil {
		w.printf("%s\n", releaseAll(x))
		return
	}
	call := w.releaseCall(x, s)
	switch {
	case s.Call != nil && s.Call.Mute:
		w.printf("%s\n", call)
	case s.How != program.Plain && len(s.Else) > 0:
		w.try("err := "+call, s.Else)
	case w.chance(2):
		w.printf("_ = %s\n", call)
	default:
		w.printf("%s\n", call)
	}
}

func (w *function) deferred(x *variable, s *program.Stmt) {
	if x.kind.Elem != nil {
		w.printf("defer func() { %s }()\n", releaseAll(x))
		return
	}
	call := w.releaseCall(x, s)
	switch s.How {
	case program.Directly:
		w.printf("defer %s\n", call)
	case program.Cleanup:
		w.needs("testing")
		w.param("t *testing.T")
		w.printf("t.Cleanup(func() { %s })\n", call)
	case program.OnFailure:
		if !w.inner().named || w.inner().mute || len(w.bodies) > 1 {
			w.fail("no result to look at")
		}
		if s.Call == nil {
			call = "if err != nil { " + call + " }"
		}
		w.printf("defer func() { %s }()\n", call)
	case program.Joined:
		if w.inner().named && !w.inner().mute && (s.Call == nil || !s.Call.Mute) && len(w.bodies) == 1 && w.inner().loops == 0 {
			w.needs("errors")
			w.printf("defer func() { err = errors.Join(err, %s) }()\n", call)
			return
		}
		fallthrough
	default:
		w.printf("defer func() { %s }()\n", call)
	}
}

func (w *function) give(x *variable, s *program.Stmt) {
	of := w.typeOf(x.kind)
	name := x.kind.Name
	switch s.How {
	case program.ToSlice:
		w.param(fmt.Sprintf("%sList *[]%s", name, of))
		w.printf("*%sList = append(*%sList, %s)\n", name, name, x.name)
	case program.ToChan:
		w.param(fmt.Sprintf("%sChan chan %s", name, of))
		w.printf("%sChan <- %s\n", name, x.name)
	case program.ToMap:
		w.param(fmt.Sprintf("%sMap map[string]%s", name, of))
		w.printf("%sMap[fmt.Sprint(len(%sMap))] = %s\n", name, name, x.name)
		w.needs("fmt")
	}
}

func (w *function) leave(s *program.Stmt) {
	switch s.How {
	case program.Break, program.Continue:
		w.leaveLoop(s)
		return
	}
	in := w.inner()
	var results []string
	if in.gives != nil {
		results = append(results, w.given(s))
	}
	switch {
	case in.mute:
	case s.How == program.Success:
		results = append(results, "nil")
	case in.err > 0:
		results = append(results, "err")
	default:
		w.needs("env")
		results = append(results, "env.ErrStep")
	}
	w.printf("return %s\n", strings.Join(results, ", "))
}

// given is the result beside the error.
func (w *function) given(s *program.Stmt) string {
	gives := w.inner().gives
	switch {
	case s.How == program.Failure:
		return "nil"
	case gives.Owner != nil && len(s.Vars) == len(gives.Owner.Fields):
		if gives.Owner.Far != w.of.Far {
			w.fail("the fields of %s are not to be had here", gives.Name)
		}
		var fields []string
		for i, v := range s.Vars {
			x := w.lookup(v)
			if x.kind != gives.Owner.Fields[i] {
				w.fail("field %d is no %s", i, x.kind.Name)
			}
			fields = append(fields, field(i)+": "+x.name)
		}
		return fmt.Sprintf("&%s{%s}", strings.TrimPrefix(w.typeOf(gives), "*"), strings.Join(fields, ", "))
	case s.Var != 0:
		x := w.lookup(s.Var)
		if x.kind != gives {
			w.fail("%s is no %s", x.name, gives.Name)
		}
		return x.name
	}
	w.fail("nothing to return")
	return "nil"
}

func (w *function) leaveLoop(s *program.Stmt) {
	if len(w.loops) == w.inner().loops {
		w.fail("not in a loop")
		return
	}
	l := w.loops[len(w.loops)-1]
	word := "break"
	if s.How == program.Continue {
		word = "continue"
	}
	if word == "break" && l.switches > 0 || w.chance(6) {
		l.labelled = true
		word += " " + l.label
	}
	w.printf("%s\n", word)
}

// inBody writes a function literal's body.
func (w *function) inBody(mute bool, stmts []*program.Stmt) {
	w.bodies = append(w.bodies, body{mute: mute, loops: len(w.loops)})
	w.block(stmts)
	w.end(stmts)
	w.bodies = w.bodies[:len(w.bodies)-1]
}

func (w *function) closure(s *program.Stmt) {
	if w.chance(2) {
		w.labels++
		name := fmt.Sprintf("do%d", w.labels)
		w.printf("%s := func() error {\n", name)
		w.inBody(false, s.Body)
		w.printf("}\n")
		w.try("err := "+name+"()", s.Else)
		return
	}
	w.printf("if err := func() error {\n")
	w.inBody(false, s.Body)
	w.printf("}(); err != nil {\n")
	w.onError(s.Else)
	w.printf("}\n")
}

func (w *function) goroutine(s *program.Stmt) {
	w.needs("sync")
	w.labels++
	wg := fmt.Sprintf("wg%d", w.labels)
	if w.chance(2) {
		w.printf("var %s sync.WaitGroup\n%s.Go(func() {\n", wg, wg)
		w.inBody(true, s.Body)
		w.printf("})\n%s.Wait()\n", wg)
		return
	}
	w.printf("var %s sync.WaitGroup\n%s.Add(1)\ngo func() {\ndefer %s.Done()\n", wg, wg, wg)
	w.inBody(true, s.Body)
	w.printf("}()\n%s.Wait()\n", wg)
}
