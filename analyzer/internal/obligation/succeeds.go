package obligation

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// succeeds reports whether the error that fn returns is nil, whatever happens, as
// it is where only an interface asks for the result.
func (p *pkg) succeeds(fn *ssa.Function) bool {
	if !returnsError(fn) || fn.Recover != nil {
		return false
	}
	results := slices.Collect(returned(fn, fn.Signature.Results().Len()-1))
	return len(results) > 0 && !slices.ContainsFunc(results, func(v ssa.Value) bool { return !p.isNilError(v) })
}

// isNilError reports whether v, an error, is nil for certain.
func (p *pkg) isNilError(v ssa.Value) bool {
	var call ssa.Value
	switch v := v.(type) {
	case *ssa.Const:
		return v.IsNil()
	case *ssa.Call:
		call = v
	case *ssa.Extract:
		call = v.Tuple
	}
	if call, ok := call.(*ssa.Call); ok {
		s := p.summaryOfBody(call.Call.StaticCallee())
		return s != nil && s.Succeeds
	}
	return false
}

// summaryOfBody returns what is known of a function or function literal.
func (p *pkg) summaryOfBody(fn *ssa.Function) *Summary {
	if fn == nil {
		return nil
	}
	if obj, ok := fn.Object().(*types.Func); ok {
		return p.summaryOf(obj, fn)
	}
	return p.summary(fn)
}
