package flow

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"
)

// prelude declares what the functions under test call. Functions without a
// body are unknown code to the machine: the script says what they do.
const prelude = `package p

import (
	"errors"
	"time"
)

type T struct {
	n    int
	part *T
}

type box struct {
	x    *T
	flag bool
}

func acquire() *T           // begins to be owed
func open() (*T, error)     // the same, unless it fails
func release(x *T)          // ends it
func closer(x *T) func()    // the result ends it when it is called
func more(x *T) bool        // ends it as well, by saying no
func use(x ...any)          // does nothing that matters
func set(p ...any)          // may set what it is given the address of
func exit()                 // does not return
func cond() bool            // always something new
func num() int
func fail() error
func later(f func())        // calls f after the function has ended
func each(yield func(int) bool)

var (
	errs   = errors.New
	ticker *time.Ticker
	global *T
	ch     chan *T
)

`

// What the script says of the token ([Mark].Status).
const (
	none uint8 = iota
	owed
	ended
	gone // escaped, or sent away
)

var statusNames = []string{"none", "owed", "ended", "gone"}

// A script is a client that knows the functions of the prelude by name.
type script struct {
	outcomes []string
	steps    [][]*Step
}

func (c *script) Call(m *Machine, s *State, call *Call) []*State {
	if b, ok := call.Instr.Common().Value.(*ssa.Builtin); ok {
		c.builtin(m, s, call, b.Name())
		return []*State{s}
	}
	if call.Fn.Kind == Thunk {
		end(s)
		return []*State{s}
	}
	if body := slices.IndexFunc(call.Args, isRangeBody); body >= 0 {
		return rangeOver(m, s, call.Args[body])
	}
	name := ""
	if call.Callee != nil {
		name = call.Callee.Name()
	}
	reg := call.Value()
	held := slices.ContainsFunc(call.Args, func(a Val) bool { return m.Contains(s, a) })
	switch name {
	case "exit":
		return nil
	case "acquire":
		return c.acquire(m, s, call)
	case "open":
		failed := s.Clone()
		failed.BindResult(reg, 1, nonNilVal)
		s.BindResult(reg, 1, nilVal)
		return append(c.acquire(m, s, call), failed)
	case "release":
		if held {
			end(s)
		}
	case "closer":
		if held {
			s.Bind(reg, Val{Kind: Thunk})
		}
	case "more":
		if held {
			s.Bind(reg, Val{Kind: Test, Ref: reg})
		}
	case "later":
		m.Later(s, call, call.Args[0])
	default:
		for _, a := range call.Args {
			m.Havoc(s, a)
		}
	}
	return []*State{s}
}

// acquire begins to follow result 0, once: what is acquired while the former
// is owed is not followed, and that path is one outcome of its own.
func (c *script) acquire(m *Machine, s *State, call *Call) []*State {
	if s.Mark.Status == owed {
		again := "again"
		if !m.HeldBeyond(s, call.Instr) {
			again = "lost"
		}
		c.outcomes = append(c.outcomes, again)
		return nil
	}
	if s.Mark.Status != none {
		return nil
	}
	s.Mark.Status = owed
	s.Begin()
	s.BindResult(call.Value(), 0, Val{Kind: Token})
	return []*State{s}
}

func (c *script) builtin(m *Machine, s *State, call *Call, name string) {
	switch name {
	case "append":
		if slices.ContainsFunc(call.Args, func(a Val) bool { return m.Contains(s, a) }) {
			s.Bind(call.Value(), Val{Kind: Holder})
		}
	case "len":
		if call.Args[0].Kind == Holder {
			s.Bind(call.Value(), Val{Kind: Positive})
		}
	}
}

func end(s *State) {
	if s.Mark.Status == owed {
		s.Mark.Status = ended
	}
}

func isRangeBody(a Val) bool {
	fn := a.Function()
	return a.Kind == Func && fn != nil && fn.Synthetic == RangeBody
}

// rangeOver runs the body of a range-over-func loop no, one and two times.
func rangeOver(m *Machine, s *State, body Val) []*State {
	out := []*State{s.Clone()}
	round := []*State{s}
	for range 2 {
		var next []*State
		for _, st := range round {
			ends, _ := m.Walk(st, body, nil)
			for _, e := range ends {
				out = append(out, e.State)
				if e.Results[0] != falseVal {
					next = append(next, e.State.Clone())
				}
			}
		}
		round = next
	}
	return out
}

func (c *script) Inline(m *Machine, s *State, call *Call, fn *ssa.Function) bool {
	return fn.Parent() != nil || strings.HasPrefix(fn.Synthetic, "bound ")
}

func (c *script) Skip(*Machine, *State, *ssa.BasicBlock) bool { return false }

func (c *script) Escape(m *Machine, s *State, v Val, instr ssa.Instruction) {
	if s.Mark.Status == owed {
		s.Mark.Status = gone
	}
}

func (c *script) Field(m *Machine, s *State, field *types.Var) Val {
	if field.Name() == "part" {
		return Val{Kind: Token}
	}
	return Val{}
}

func (c *script) FieldStore(*Machine, *State, int, Val, ssa.Instruction) {}

func (c *script) Elem(m *Machine, s *State, t types.Type) Val {
	if p, ok := t.(*types.Pointer); ok && strings.HasSuffix(p.Elem().String(), "p.T") {
		return Val{Kind: Token}
	}
	return Val{Kind: Holder}
}

func (c *script) Branch(m *Machine, s *State, test Val, b bool) {
	if !b {
		end(s)
	}
}

func (c *script) Go(m *Machine, s *State, call *Call) {
	if m.Touches(s, call) && s.Mark.Status == owed {
		s.Mark.Status = gone
	}
}

// Assert knows that the token is a *T and nothing else.
func (c *script) Assert(m *Machine, s *State, t types.Type) bool {
	_, isPointer := t.(*types.Pointer)
	return isPointer
}

func (c *script) Concerns(*Call) bool { return false }

func (c *script) Remade(*Machine, *State) {}

// Return records the status after the calls that run later, and the results.
func (c *script) Panic(*Machine, *State, *ssa.Panic) {}

func (c *script) Return(m *Machine, s *State, ret *ssa.Return, results []Val) {
	for _, st := range m.RunPending(s, nil) {
		words := []string{statusNames[st.Mark.Status]}
		for _, r := range results {
			words = append(words, describe(m, s, r))
		}
		c.outcomes = append(c.outcomes, strings.Join(words, " "))
		c.steps = append(c.steps, s.Steps())
	}
}

func describe(m *Machine, s *State, v Val) string {
	switch {
	case v.Kind == Const:
		return v.Text
	case m.Contains(s, v):
		return "token"
	case Nilness(v) == IsNil:
		return "nil"
	case Nilness(v) == IsNotNil:
		return "non-nil"
	}
	return "?"
}

// build type-checks the prelude and src and builds them.
func build(t *testing.T, src string) *ssa.Package {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", prelude+src, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	conf := &types.Config{Importer: importer.Default()}
	pkg, _, err := ssautil.BuildPackage(conf, fset, types.NewPackage("p", ""), []*ast.File{file}, ssa.BuildSerially|ssa.SanityCheckFunctions)
	if err != nil {
		t.Fatal(err)
	}
	return pkg
}

// explore returns how the paths of fn end, in the order in which they are found.
func explore(fn *ssa.Function) (*script, *Machine) {
	c := &script{}
	m := NewMachine(fn, c, NewGraphs())
	m.Explore(m.NewState())
	return c, m
}

// set returns the different words, sorted, in one string.
func set(words []string) string {
	sorted := slices.Sorted(slices.Values(words))
	return strings.Join(slices.Compact(sorted), ", ")
}

// A flowTest is a function f and the different ways in which it ends: what has
// become of the token, and the results.
type flowTest struct{ name, src, want string }

// runFlow builds every test's function and explores it twice: nothing may
// depend on the order of a map.
func runFlow(t *testing.T, tests []flowTest) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			fn := build(t, test.src).Func("f")
			first, m := explore(fn)
			if why := m.GaveUp(); why != "" {
				t.Fatalf("gave up: %s", why)
			}
			if got := set(first.outcomes); got != test.want {
				t.Errorf("got %s\nwant %s", got, test.want)
			}
			for range 3 {
				if again, _ := explore(fn); !slices.Equal(again.outcomes, first.outcomes) {
					t.Fatalf("explored again: %q, first %q", again.outcomes, first.outcomes)
				}
			}
		})
	}
}
