package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/leakvet/leakvet/cmd/internal/oracle/program"
)

// A function is one in the making.
type function struct {
	*file
	of     *program.Func
	out    strings.Builder
	params []string // beyond those that all functions have
	vars   map[int]*variable
	bodies []body // the function and the function literals around this place
	loops  []*loop
	labels int
}

type variable struct {
	name string
	kind *program.Kind
	cond program.Cond // it has a value only if this held
}

// A body is one that return leaves.
type body struct {
	mute  bool          // it returns nothing
	gives *program.Kind // what it returns beside an error
	named bool
	loops int // how many loops are around it
	err   int // how many variables called err are in scope
}

// A loop is one that break leaves.
type loop struct {
	label    string
	labelled bool // the label is used
	switches int  // how many switches are between the loop and this place
}

func (f *file) function(of *program.Func) {
	w := &function{file: f, of: of, vars: map[int]*variable{}}
	w.bodies = []body{{mute: of.Mute, gives: of.Gives, named: of.Named}}
	f.needs("context")
	f.needs("database/sql")
	params := []string{"ctx context.Context", "db *sql.DB"}
	if of.Takes != nil {
		w.vars[1] = &variable{name: w.varName(1, of.Takes), kind: of.Takes}
		params = append(params, w.vars[1].name+" "+f.typeOf(of.Takes))
	}
	if of.OnErr {
		params = append(params, "err error")
		w.onlyOnError(of.Body)
	} else {
		w.block(of.Body)
		w.end(of.Body)
	}
	params = append(params, w.params...)
	fmt.Fprintf(&f.body, "\nfunc %s(%s) %s {\n%s}\n", w.title(of), strings.Join(params, ", "), w.results(), w.out.String())
}

// onlyOnError writes the body of a function that is given an error, and hands it back.
func (w *function) onlyOnError(body []*program.Stmt) {
	back := "return err"
	if w.of.Mute {
		back = "return"
	}
	if w.chance(2) {
		w.printf("if err == nil {\n%s\n}\n", back)
		w.onError(body)
	} else {
		w.printf("if err != nil {\n")
		w.onError(body)
		w.printf("}\n")
	}
	if !w.of.Mute {
		w.printf("%s\n", back)
	}
}

func (w *function) results() string {
	var results []string
	if w.of.Gives != nil {
		name := ""
		if w.of.Named {
			name = "_ "
		}
		results = append(results, name+w.typeOf(w.of.Gives))
	}
	if !w.of.Mute {
		name := ""
		if w.of.Named {
			name = "err "
		}
		results = append(results, name+"error")
	}
	if len(results) == 0 {
		return ""
	}
	return "(" + strings.Join(results, ", ") + ")"
}

// param adds a parameter of the function, if it does not have it yet.
func (w *function) param(p string) {
	if !w.of.Entry {
		w.fail("a helper has no parameter %s", p)
	}
	if !slices.Contains(w.params, p) {
		w.params = append(w.params, p)
	}
}

func (w *function) printf(format string, args ...any) { fmt.Fprintf(&w.out, format, args...) }

// inner is the innermost body around this place.
func (w *function) inner() *body { return &w.bodies[len(w.bodies)-1] }

// end writes the return at the end of a body, if control can get there.
func (w *function) end(stmts []*program.Stmt) {
	if w.inner().mute || len(stmts) > 0 && leaves(stmts[len(stmts)-1]) {
		return
	}
	w.leave(&program.Stmt{Op: program.Leave, How: program.Success})
}

func leaves(s *program.Stmt) bool {
	return s.Op == program.Leave && (s.How == program.Success || s.How == program.Failure)
}

func (w *function) varName(v int, kind *program.Kind) string {
	if w.style != nil {
		return fmt.Sprintf("%s%d", []string{"x", "res", "handle", kind.Name}[w.style.IntN(4)], v)
	}
	return fmt.Sprintf("%s%d", kind.Name, v)
}

// lookup returns a variable that a statement mentions.
func (w *function) lookup(v int) *variable {
	x := w.vars[v]
	if x == nil {
		w.fail("no variable %d", v)
		return &variable{name: "missing", kind: program.Rows}
	}
	return x
}

// block writes statements in the scope of a block of their own.
func (w *function) block(stmts []*program.Stmt) {
	outer := make(map[int]*variable, len(w.vars))
	for v, x := range w.vars {
		outer[v] = x
	}
	w.stmts(stmts)
	w.vars = outer
}

func (w *function) stmts(stmts []*program.Stmt) {
	for i, s := range stmts {
		if s.Op == program.Acquire && s.Kind.Elem == nil && s.Cond.None() && !discarded(s) && len(s.Else) > 0 && w.chance(4) {
			w.around(s, stmts[i+1:])
			return
		}
		if w.chance(12) && s.Op != program.Acquire && s.Op != program.Leave {
			w.printf("{\n")
			w.stmt(s)
			w.printf("}\n")
			continue
		}
		w.stmt(s)
	}
}
