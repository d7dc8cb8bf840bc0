package cleanup

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// IsMocked reports whether a pool is, or is made over, one that a mock has made: by itself,
// by a function of the package, or because it is kept or handed out beside its mock.
func (c *Code) IsMocked(pool ssa.Value) bool { return c.isMocked(pool, 0) }

func (c *Code) isMocked(pool ssa.Value, depth int) bool {
	if depth > 2 {
		return false
	}
	for in := range c.inputs(pool) {
		if call, i := c.origin(in); call != nil && c.handsOutMocked(call, i, depth) {
			return true
		}
		if p := c.Place(in); p.Path != "" && p.Root != nil && hasMock(p.Root.Type()) {
			return true
		}
	}
	return false
}

// handsOutMocked reports whether result i of a call is a mocked pool.
func (c *Code) handsOutMocked(call *ssa.Call, i, depth int) bool {
	if obj := Callee(call.Common()); obj != nil && isMockPackage(obj.Pkg()) {
		return true
	}
	for v := range call.Call.Signature().Results().Variables() {
		if isMock(v.Type()) {
			return true
		}
	}
	fn := call.Call.StaticCallee()
	return fn != nil && mayReturn(fn, i, func(v ssa.Value) bool { return c.isMocked(v, depth+1) })
}

// hasMock reports whether a struct, or what t points to, keeps a mock.
func hasMock(t types.Type) bool {
	st := structUnder(t)
	if st == nil {
		return false
	}
	for f := range st.Fields() {
		if isMock(f.Type()) {
			return true
		}
	}
	return false
}

func isMock(t types.Type) bool {
	named := namedOf(t)
	return named != nil && isMockPackage(named.Obj().Pkg())
}
