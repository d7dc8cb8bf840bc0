package cleanup

import (
	"go/constant"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// Inputs returns the places of which v is made: by joining strings and paths, by
// formatting, by any call that is given them.
func (c *Code) Inputs(v ssa.Value) []Place {
	var places []Place
	for in := range c.inputs(v) {
		p := c.Place(in)
		places = append(places, p)
		if p.Path != "" {
			places = append(places, Place{Root: p.Root}) // cfg, of cfg.Path
		}
	}
	return places
}

// inputs returns v and the values of which it is made, constants left out.
func (c *Code) inputs(v ssa.Value) map[ssa.Value]bool {
	w := inputWalk{c: c, seen: map[ssa.Value]bool{}}
	w.visit(v, 0)
	for in := range w.seen {
		if _, isConst := c.Place(in).Root.(*ssa.Const); isConst {
			delete(w.seen, in)
		}
	}
	return w.seen
}

// Derives reports whether v is made of from; of constants, whether one is a part
// of the other.
func (c *Code) Derives(v, from ssa.Value) bool {
	if _, isConst := c.Place(from).Root.(*ssa.Const); isConst {
		part := c.text(from)
		return len(part) >= minPart && strings.Contains(c.text(v), part)
	}
	return slices.Contains(c.Inputs(v), c.Place(from))
}

// minPart is how long a text must be for it to tell something that it is a part
// of another one.
const minPart = 4

type inputWalk struct {
	c    *Code
	seen map[ssa.Value]bool
}

func (w *inputWalk) visit(v ssa.Value, depth int) {
	if v == nil || w.seen[v] || depth > maxDepth {
		return
	}
	w.seen[v] = true
	switch r := w.c.Place(v).Root.(type) {
	case *ssa.BinOp:
		if r.Op == token.ADD {
			w.visit(r.X, depth+1)
			w.visit(r.Y, depth+1)
		}
	case *ssa.Extract:
		if call, ok := r.Tuple.(*ssa.Call); ok {
			w.call(call, depth)
		}
	case *ssa.Call:
		w.call(r, depth)
	case *ssa.Slice:
		w.visit(r.X, depth+1)
	case *ssa.Alloc:
		w.contents(r, depth)
	case *ssa.Phi:
		for _, e := range r.Edges {
			w.visit(e, depth+2)
		}
	}
}

// readers are functions that return what is in a file.
var readers = []string{"os.ReadFile", "os.Open", "os.OpenFile", "io/ioutil.ReadFile"}

func (w *inputWalk) call(call *ssa.Call, depth int) {
	if obj := Callee(call.Common()); obj != nil && slices.Contains(readers, obj.FullName()) {
		return // what is in a file is not made of its name
	}
	for _, a := range Args(call.Common()) {
		w.visit(a, depth+1)
	}
}

// contents visits what is put into a variable, a struct or the arguments of a
// variadic call.
func (w *inputWalk) contents(a *ssa.Alloc, depth int) {
	for _, v := range w.c.stores(a) {
		w.visit(v, depth+1)
	}
	for _, r := range *a.Referrers() {
		part, ok := r.(ssa.Value)
		if !ok {
			continue
		}
		switch part.(type) {
		case *ssa.IndexAddr, *ssa.FieldAddr:
			for _, v := range w.c.stores(part) {
				w.visit(v, depth+1)
			}
		}
	}
}

// text returns the constant text with which v begins, as far as it is known: of
// a concatenation, of a format.
func (c *Code) text(v ssa.Value) string {
	for range maxDepth {
		switch r := c.Place(v).Root.(type) {
		case *ssa.Const:
			if r.Value != nil && r.Value.Kind() == constant.String {
				return constant.StringVal(r.Value)
			}
			return ""
		case *ssa.BinOp:
			v = r.X
		case *ssa.Call:
			obj := Callee(r.Common())
			if obj == nil || obj.FullName() != "fmt.Sprintf" {
				return ""
			}
			v = r.Call.Args[0]
		default:
			return ""
		}
	}
	return ""
}

// ending returns the constant text with which v ends, as far as it is known.
func (c *Code) ending(v ssa.Value) string {
	for range maxDepth {
		switch r := c.Place(v).Root.(type) {
		case *ssa.Const:
			if r.Value != nil && r.Value.Kind() == constant.String {
				return constant.StringVal(r.Value)
			}
			return ""
		case *ssa.BinOp:
			v = r.Y
		case *ssa.Call:
			obj := Callee(r.Common())
			switch {
			case obj == nil:
				return ""
			case obj.FullName() == "fmt.Sprintf":
				v = r.Call.Args[0]
			case obj.FullName() == "path/filepath.Join", obj.FullName() == "path.Join":
				elems := c.variadic(r.Common())
				if len(elems) == 0 {
					return ""
				}
				v = elems[len(elems)-1]
			default:
				return ""
			}
		default:
			return ""
		}
	}
	return ""
}

// variadic returns what a call passes for its last, variadic, parameter.
func (c *Code) variadic(common *ssa.CallCommon) []ssa.Value {
	if len(common.Args) == 0 {
		return nil
	}
	slice, ok := common.Args[len(common.Args)-1].(*ssa.Slice)
	if !ok {
		return nil
	}
	return c.elements(slice)
}

// elements returns what is stored in the array that is sliced.
func (c *Code) elements(slice *ssa.Slice) []ssa.Value {
	a, ok := slice.X.(*ssa.Alloc)
	if !ok {
		return nil
	}
	var elems []ssa.Value
	for _, r := range *a.Referrers() {
		if addr, ok := r.(*ssa.IndexAddr); ok {
			elems = append(elems, c.stores(addr)...)
		}
	}
	return elems
}
