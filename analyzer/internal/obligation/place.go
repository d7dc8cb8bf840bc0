package obligation

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/contract"
	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// A place tells where a value comes from: a register, or a field of what is in
// it, or a package variable (no root, its name is the path). Equal places hold
// the same pool, transaction or connection, as far as nobody replaces it.
type place struct {
	root ssa.Value
	path string // ".store.db"
}

func (pl place) isZero() bool { return pl == place{} }

// A Place is a place as a fact: of a parameter, or a package variable.
type Place struct {
	Param int // counts the receiver; -1 for a variable
	Path  string
}

func (pl Place) String() string {
	if pl.Param < 0 {
		return pl.Path
	}
	return fmt.Sprintf("%d%s", pl.Param, pl.Path)
}

// A Lender is what a result was acquired from, and whether that is a pool.
type Lender struct {
	Place
	Pool bool
}

const (
	maxPlaceDepth  = 12
	maxPlaceFields = 3
)

// placeOf returns where v comes from.
func (p *pkg) placeOf(v ssa.Value) place { return p.place(v, 0) }

func (p *pkg) place(v ssa.Value, depth int) place {
	if depth++; depth > maxPlaceDepth {
		return place{root: v}
	}
	switch x := v.(type) {
	case *ssa.MakeInterface, *ssa.ChangeInterface, *ssa.ChangeType:
		return p.place(unconverted(v), depth)
	case *ssa.TypeAssert:
		if !x.CommaOk {
			return p.place(x.X, depth)
		}
	case *ssa.UnOp:
		if x.Op == token.MUL {
			return p.content(x, depth)
		}
	case *ssa.Field:
		return p.fieldOf(x.X, x.Field, depth)
	case *ssa.FieldAddr: // of an embedded struct, not a pointer to one
		return p.fieldOf(x.X, x.Field, depth)
	case *ssa.FreeVar:
		if b := p.traces.binding(x); b != nil {
			return p.place(b, depth)
		}
	case *ssa.Call:
		if recv, name := p.accessed(x); recv != nil {
			pl := p.place(recv, depth)
			if !p.isChained(x) {
				pl.path += "." + name + "()"
			}
			return pl
		}
	}
	return place{root: v}
}

// content returns the place of what an address points to.
func (p *pkg) content(load *ssa.UnOp, depth int) place {
	switch addr := load.X.(type) {
	case *ssa.FieldAddr:
		return p.fieldOf(addr.X, addr.Field, depth)
	case *ssa.Global:
		return place{path: addr.RelString(nil)}
	case *ssa.Alloc:
		if v := assignedOnce(addr); v != nil {
			return p.place(v, depth)
		}
	case *ssa.FreeVar:
		if a := p.traces.captured(addr); a != nil {
			if v := assignedOnce(a); v != nil {
				return p.place(v, depth)
			}
		}
	}
	return place{root: load}
}

// fieldOf returns the place of field i of x. What a type of the table embeds is
// the same as the whole: the sql.DB of a sqlx.DB.
func (p *pkg) fieldOf(x ssa.Value, i, depth int) place {
	f := flow.FieldOf(x.Type(), i)
	pl := p.place(x, depth)
	if f == nil || f.Embedded() && p.index.Resource(x.Type()) != nil {
		return pl
	}
	pl.path += "." + f.Name()
	return pl
}

// accessed returns the receiver of a call that gives out what the receiver
// keeps, or the receiver itself: a method without arguments that returns a pool,
// a step of a query builder. Else nil. It returns the method's name, too.
func (p *pkg) accessed(call *ssa.Call) (recv ssa.Value, name string) {
	obj, _ := calledFunc(call.Common())
	if obj == nil || obj.Signature().Recv() == nil || p.index.Acquires(obj) != nil {
		return nil, ""
	}
	if table := p.index.Func(obj); table != nil && len(table.Asks) > 0 {
		return nil, ""
	}
	args := callArgs(call.Common())
	if p.isChained(call) || len(args) == 1 && p.isPool(call.Type()) {
		return args[0], obj.Name()
	}
	return nil, ""
}

// isPool reports whether values of type t are pools of the table.
func (p *pkg) isPool(t types.Type) bool {
	entry := p.index.Resource(t)
	return entry != nil && entry.Class == contract.Pool
}

// isChained reports whether a method of a pool returns one of the same type.
func (p *pkg) isChained(call *ssa.Call) bool {
	args := callArgs(call.Common())
	return len(args) > 0 && p.isPool(call.Type()) && types.Identical(call.Type(), args[0].Type())
}

// callArgs returns the operands of a call, the receiver first.
func callArgs(common *ssa.CallCommon) []ssa.Value {
	if common.IsInvoke() {
		return append([]ssa.Value{common.Value}, common.Args...)
	}
	return common.Args
}

// binding returns what a closure captures as v, or nil.
func (x *tracer) binding(v *ssa.FreeVar) ssa.Value {
	if mc := x.closures[v.Parent()]; mc != nil {
		return mc.Bindings[slices.Index(v.Parent().FreeVars, v)]
	}
	return nil
}

// captured returns the variable that a closure, or one around it, captures as v,
// or nil.
func (x *tracer) captured(v *ssa.FreeVar) *ssa.Alloc {
	for {
		switch b := x.binding(v).(type) {
		case *ssa.Alloc:
			return b
		case *ssa.FreeVar:
			v = b
		default:
			return nil
		}
	}
}

// assignedOnce returns the only value that a variable ever gets, or nil.
func assignedOnce(a *ssa.Alloc) ssa.Value {
	var val ssa.Value
	if a.Referrers() == nil {
		return nil
	}
	for _, r := range *a.Referrers() {
		switch r := r.(type) {
		case *ssa.Store:
			if r.Addr != a || val != nil {
				return nil
			}
			val = r.Val
		case *ssa.MakeClosure:
			for i, b := range r.Bindings {
				if b == a && flow.StoresTo(r.Fn.(*ssa.Function).FreeVars[i]) {
					return nil
				}
			}
		}
	}
	return val
}

// asFact returns the place as callers of fn see it.
func (pl place) asFact(fn *ssa.Function) (Place, bool) {
	if pl.root == nil && pl.path != "" {
		return Place{-1, pl.path}, true
	}
	param, ok := pl.root.(*ssa.Parameter)
	if !ok || param.Parent() != fn || strings.Count(pl.path, ".") > maxPlaceFields {
		return Place{}, false
	}
	return Place{slices.Index(fn.Params, param), pl.path}, true
}

// at returns the place that a fact about the callee names, as the caller sees it.
func (p *pkg) at(common *ssa.CallCommon, fact Place) place {
	if fact.Param < 0 {
		return place{path: fact.Path}
	}
	args := callArgs(common)
	if fact.Param >= len(args) {
		return place{}
	}
	pl := p.placeOf(args[fact.Param])
	pl.path += fact.Path
	return pl
}
