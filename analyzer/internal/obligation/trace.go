package obligation

import (
	"go/token"
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// A tracer tells where values come from, without regard to paths: whether what
// is released is a field of a parameter. It reads intent from code: a method
// that closes a field somewhere is held to be its releaser.
type tracer struct {
	p *pkg
	// released are the fields that some function of the package releases.
	released map[*types.Var]bool
	// ended are those of them that are not just given to what can only use them.
	ended map[*types.Var]bool
	// fields are, for each function, the fields of its parameters that it
	// releases, by the parameter's index.
	fields   map[*ssa.Function]map[int]map[string]bool
	closures map[*ssa.Function]*ssa.MakeClosure
	started  []*ssa.Function // by go statements
	busy     map[*ssa.Function]bool
}

func newTracer(p *pkg) *tracer {
	return &tracer{
		p:        p,
		released: map[*types.Var]bool{},
		ended:    map[*types.Var]bool{},
		fields:   map[*ssa.Function]map[int]map[string]bool{},
		closures: map[*ssa.Function]*ssa.MakeClosure{},
		busy:     map[*ssa.Function]bool{},
	}
}

// An origin is a parameter, or a field reached from one.
type origin struct {
	param *ssa.Parameter
	name  string     // of the first field on the way; "" for the parameter itself
	field *types.Var // the last field on the way
}

// scan finds what the functions release.
func (x *tracer) scan(funcs []*ssa.Function) {
	for _, fn := range funcs {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				switch instr := instr.(type) {
				case *ssa.MakeClosure:
					x.closures[instr.Fn.(*ssa.Function)] = instr
				case *ssa.Go:
					if callee := instr.Call.StaticCallee(); callee != nil {
						x.started = append(x.started, callee)
					}
				}
			}
		}
	}
	for _, fn := range funcs {
		x.fieldsOf(fn)
	}
}

// itself stands among the fields for the parameter as a whole.
const itself = "*"

// fieldsOf returns the fields of fn's parameters that it releases.
func (x *tracer) fieldsOf(fn *ssa.Function) map[int]map[string]bool {
	if f, ok := x.fields[fn]; ok || x.busy[fn] {
		return f
	}
	x.busy[fn] = true
	defer delete(x.busy, fn)
	found := map[int]map[string]bool{}
	add := func(o origin) {
		if o.field != nil {
			x.released[o.field] = true
		}
		if o.param == nil {
			return
		}
		if o.name == "" {
			o.name = itself
		}
		i := slices.Index(o.param.Parent().Params, o.param)
		if found[i] == nil {
			found[i] = map[string]bool{}
		}
		found[i][o.name] = true
	}
	x.eachCall(fn, func(common *ssa.CallCommon) {
		for _, v := range x.releasedBy(common) {
			for _, o := range x.origins(v, 0) {
				add(o)
				x.ended[o.field] = x.ended[o.field] || !x.isUsedBy(common, v)
			}
		}
		// What a helper releases of a value, this function releases of it.
		if callee := common.StaticCallee(); callee != nil && callee != fn {
			for i, names := range x.helperFields(callee) {
				if i >= len(common.Args) {
					continue
				}
				for _, o := range x.origins(common.Args[i], 0) {
					for _, name := range slices.Sorted(maps.Keys(names)) {
						if name == itself {
							continue // releasedBy knows
						}
						x.ended[o.field] = true
						if o.name == "" {
							add(origin{param: o.param, name: name})
						} else {
							add(o)
						}
					}
				}
			}
		}
	})
	x.fields[fn] = found
	return found
}

// helperFields returns the fields of its parameters that a callee releases.
func (x *tracer) helperFields(callee *ssa.Function) map[int]map[string]bool {
	if o := callee.Origin(); o != nil {
		callee = o
	}
	if len(callee.Blocks) > 0 && callee.Parent() == nil {
		return x.fieldsOf(callee)
	}
	obj, ok := callee.Object().(*types.Func)
	if !ok || obj.Pkg() == x.p.pass.Pkg {
		return nil
	}
	s := x.p.imported(obj)
	if s == nil || x.p.isListedRecv(obj) {
		return nil
	}
	found := map[int]map[string]bool{}
	for _, p := range s.Params {
		for _, f := range p.Fields {
			if found[p.Index] == nil {
				found[p.Index] = map[string]bool{}
			}
			found[p.Index][f] = true
		}
	}
	return found
}

// eachCall calls f for the calls in fn and in the closures in it, and for the
// method values that are made there.
func (x *tracer) eachCall(fn *ssa.Function, f func(*ssa.CallCommon)) {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case ssa.CallInstruction:
				f(instr.Common())
			case *ssa.MakeClosure:
				if bound := instr.Fn.(*ssa.Function); isWrapper(bound) {
					if obj, ok := bound.Object().(*types.Func); ok {
						f(&ssa.CallCommon{Value: instr.Bindings[0], Method: obj})
					}
				}
			}
		}
	}
	for _, anon := range fn.AnonFuncs {
		x.eachCall(anon, f)
	}
}

// releasedBy returns the values that a call may release.
func (x *tracer) releasedBy(common *ssa.CallCommon) []ssa.Value {
	if common.IsInvoke() {
		if x.isReleaser(common.Method, common.Value.Type()) {
			return []ssa.Value{common.Value}
		}
		return nil
	}
	callee := common.StaticCallee()
	if callee == nil {
		if _, builtin := common.Value.(*ssa.Builtin); builtin {
			return nil
		}
		if !isReleaseFunc(common.Signature()) {
			return nil
		}
		return []ssa.Value{common.Value} // a func that is called may be what releases
	}
	obj, _ := callee.Object().(*types.Func)
	if obj == nil {
		return nil
	}
	if obj.Signature().Recv() != nil && len(common.Args) > 0 && x.isReleaser(obj, common.Args[0].Type()) {
		return common.Args[:1]
	}
	var vals []ssa.Value
	// Summaries of this package are not there yet when fields are traced.
	k := x.p.dynamicCallee(obj)
	for i, a := range common.Args {
		if f := k.param(i); f.OK != Borrows || f.Err != Borrows {
			vals = append(vals, a)
		} else if x.releasesParam(callee, i) {
			vals = append(vals, a)
		}
	}
	return vals
}

// isUsedBy reports whether a call is of a function that takes v, and can only use it.
func (x *tracer) isUsedBy(common *ssa.CallCommon, v ssa.Value) bool {
	i := slices.Index(common.Args, v)
	obj, fn := calledFunc(common)
	if i < 0 || fn == nil || obj == nil {
		return false
	}
	k := x.p.dynamicCallee(obj)
	f := k.param(i)
	return f.OK != Releases && f.Err != Releases && x.p.onlyUses(k, i) && !x.releasesParam(fn, i)
}

// releasesParam reports whether a function of this package may release its
// parameter i.
func (x *tracer) releasesParam(fn *ssa.Function, i int) bool {
	if o := fn.Origin(); o != nil {
		fn = o
	}
	return len(fn.Blocks) > 0 && fn.Pkg == x.p.ssa && x.fieldsOf(fn)[i][itself]
}

func isAggregate(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Slice, *types.Map, *types.Array, *types.Chan:
		return true
	}
	return false
}

// isReleaser reports whether method fn releases a receiver of type t.
func (x *tracer) isReleaser(fn *types.Func, t types.Type) bool {
	if isCloser(fn.Name()) {
		return true
	}
	entry := x.p.index.Resource(t)
	return entry != nil && entry.Field() == "" && (entry.IsRelease(fn.Name()) || entry.IsDoneBy(fn.Name()))
}

// origins returns where v may come from.
func (x *tracer) origins(v ssa.Value, depth int) []origin {
	if depth > 12 {
		return nil
	}
	depth++
	if inner := unconverted(v); inner != nil {
		return x.origins(inner, depth)
	}
	switch v := v.(type) {
	case *ssa.Parameter:
		return []origin{{param: v}}
	case *ssa.FieldAddr:
		return x.through(x.origins(v.X, depth), flow.FieldOf(v.X.Type(), v.Field))
	case *ssa.Field:
		return x.through(x.origins(v.X, depth), flow.FieldOf(v.X.Type(), v.Field))
	case *ssa.UnOp:
		if v.Op == token.MUL || v.Op == token.ARROW {
			return x.origins(v.X, depth)
		}
	case *ssa.Phi:
		var all []origin
		for _, e := range v.Edges {
			all = append(all, x.origins(e, depth+2)...)
		}
		return all
	case *ssa.Alloc:
		return x.stored(v, depth)
	case *ssa.FreeVar:
		if mc := x.closures[v.Parent()]; mc != nil {
			return x.origins(mc.Bindings[slices.Index(v.Parent().FreeVars, v)], depth)
		}
	case *ssa.Lookup:
		return x.origins(v.X, depth)
	case *ssa.Index:
		return x.origins(v.X, depth)
	case *ssa.IndexAddr:
		return x.origins(v.X, depth)
	case *ssa.Slice:
		return x.origins(v.X, depth)
	case *ssa.Range:
		return x.origins(v.X, depth)
	case *ssa.Next:
		return x.origins(v.Iter, depth)
	case *ssa.MakeClosure:
		if isWrapper(v.Fn.(*ssa.Function)) {
			return x.origins(v.Bindings[0], depth)
		}
	case *ssa.Call:
		return x.callOrigins(v, depth)
	}
	return nil
}

// callOrigins follows accessors: what a method returns may be of its receiver.
func (x *tracer) callOrigins(v *ssa.Call, depth int) []origin {
	common := v.Common()
	if common.IsInvoke() {
		return nil
	}
	callee := common.StaticCallee()
	if callee == nil || callee.Signature.Recv() == nil || len(common.Args) == 0 {
		return nil
	}
	if obj, ok := callee.Object().(*types.Func); ok && x.p.index.Acquires(obj) != nil {
		return nil
	}
	if len(callee.Blocks) > 0 && callee.Pkg == x.p.ssa {
		return x.returned(callee, common.Args[0], depth)
	}
	return x.origins(common.Args[0], depth)
}

// returned follows the fields that a method of this package returns.
func (x *tracer) returned(callee *ssa.Function, recv ssa.Value, depth int) []origin {
	if x.busy[callee] {
		return nil
	}
	x.busy[callee] = true
	defer delete(x.busy, callee)
	var all []origin
	for v := range returned(callee, 0) {
		for _, o := range x.origins(v, depth) {
			if o.param == callee.Params[0] && o.name != "" {
				for _, r := range x.origins(recv, depth) {
					if r.name == "" {
						all = append(all, origin{r.param, o.name, o.field})
					} else {
						all = append(all, r)
					}
				}
			}
		}
	}
	return all
}

// through adds a field to the way that led to origins. Without any, the value
// is of no parameter, but its field is known all the same.
func (x *tracer) through(origins []origin, f *types.Var) []origin {
	if f == nil {
		return origins
	}
	if len(origins) == 0 {
		return []origin{{field: f}}
	}
	out := make([]origin, len(origins))
	for i, o := range origins {
		if o.name == "" {
			o.name = f.Name()
		}
		o.field = f
		out[i] = o
	}
	return out
}

// stored returns the origins of what is stored at an address: that of a local variable,
// or of an array, in its elements.
func (x *tracer) stored(addr ssa.Value, depth int) []origin {
	var all []origin
	for _, r := range *addr.Referrers() {
		switch r := r.(type) {
		case *ssa.Store:
			if r.Addr == addr {
				all = append(all, x.origins(r.Val, depth+2)...)
			}
		case *ssa.IndexAddr:
			if r.X == addr {
				all = append(all, x.stored(r, depth)...)
			}
		}
	}
	return all
}

// capturesForRelease reports whether closure fn may release, or hand on, what
// its free variable i refers to.
func capturesForRelease(fn *ssa.Function, i int) bool {
	return mayRelease(fn.FreeVars[i], 0)
}

// mayRelease reports whether v, or what it points to, is used in more than
// methods that do not release.
func mayRelease(v ssa.Value, depth int) bool {
	if depth > 6 || v.Referrers() == nil {
		return depth > 6
	}
	for _, r := range *v.Referrers() {
		switch r := r.(type) {
		case *ssa.Store:
			if r.Val == v {
				return true
			}
		case *ssa.MakeClosure:
			fn := r.Fn.(*ssa.Function)
			for i, b := range r.Bindings {
				if b == v && (isWrapper(fn) || mayRelease(fn.FreeVars[i], depth+1)) {
					return true
				}
			}
		case ssa.CallInstruction:
			if callMayRelease(r.Common(), v) {
				return true
			}
		case *ssa.MapUpdate:
			if r.Map != v {
				return true
			}
		case *ssa.Send:
			if r.Chan != v {
				return true
			}
		case *ssa.Return:
			return true
		case *ssa.BinOp, *ssa.DebugRef, *ssa.If:
		case ssa.Value:
			if mayRelease(r, depth+1) {
				return true
			}
		}
	}
	return false
}

func callMayRelease(common *ssa.CallCommon, v ssa.Value) bool {
	if common.IsInvoke() {
		return common.Value != v || isCloser(common.Method.Name()) || common.Method.Name() == "Scan"
	}
	if b, ok := common.Value.(*ssa.Builtin); ok {
		return b.Name() == "append" || b.Name() == "copy"
	}
	callee := common.StaticCallee()
	if callee == nil || callee.Signature.Recv() == nil || len(common.Args) == 0 || common.Args[0] != v {
		return true
	}
	return isCloser(callee.Name()) || callee.Name() == "Scan"
}
