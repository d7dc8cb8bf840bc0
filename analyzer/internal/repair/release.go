package repair

import (
	"go/ast"
	"go/format"
	"go/token"
	"go/types"
	"strings"

	"github.com/leakvet/leakvet/analyzer/internal/cleanup"
	"github.com/leakvet/leakvet/analyzer/internal/fix"
)

// text writes an expression or a statement.
func (l *Lost) text(e ast.Node) string {
	var b strings.Builder
	if err := format.Node(&b, token.NewFileSet(), e); err != nil {
		return ""
	}
	return b.String()
}

// A call is a release as code.
type call struct {
	text   string // rows.Close()
	method *types.Func
	fails  bool // it returns an error
}

// call writes the release of e at pos with the first method that can be called
// there; false if there is none.
func (l *Lost) call(p *fix.Patch, e ast.Expr, pos token.Pos) (call, bool) {
	return l.callOn(p, l.text(e), l.Code.Pass.TypesInfo.TypeOf(e), pos)
}

// callOn does so for a value of which the type is known, and how it is written.
func (l *Lost) callOn(p *fix.Patch, recv string, typ types.Type, pos token.Pos) (call, bool) {
	for _, release := range l.Release {
		method := methodOf(typ, release, l.Code.Pass.Pkg)
		if method == nil || method.Signature().Results().Len() > 1 {
			continue
		}
		args, ok := l.arguments(p, method.Signature(), pos)
		if !ok {
			continue
		}
		results := method.Signature().Results()
		fails := results.Len() > 0 && cleanup.IsError(results.At(0).Type())
		return call{recv + "." + release + "(" + args + ")", method, fails}, true
	}
	return call{}, false
}

// typeName returns the name of the type that t is or points to, without its
// package.
func typeName(t types.Type) string {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	if named, ok := types.Unalias(t).(*types.Named); ok {
		return named.Obj().Name()
	}
	return ""
}

// methodOf returns a method of a type, or of a field of it ("Body.Close").
func methodOf(t types.Type, path string, from *types.Package) *types.Func {
	for name := range strings.SplitSeq(path, ".") {
		if t == nil {
			return nil
		}
		obj, _, _ := types.LookupFieldOrMethod(t, true, from, name)
		switch obj := obj.(type) {
		case *types.Var:
			t = obj.Type()
		case *types.Func:
			return obj
		default:
			return nil
		}
	}
	return nil
}

// arguments writes the arguments of a release: a context, or none.
func (l *Lost) arguments(p *fix.Patch, sig *types.Signature, pos token.Pos) (string, bool) {
	n := sig.Params().Len()
	if sig.Variadic() {
		n--
	}
	switch {
	case n == 0:
		return "", true
	case n > 1 || !cleanup.IsContext(sig.Params().At(0).Type()):
		return "", false
	}
	if l.Code.TestAt(pos) == "" && p.Supports("go1.21") {
		if v, ok := fix.Named(l.Code.Pass, "ctx", pos).(*types.Var); ok && cleanup.IsContext(v.Type()) {
			name, ok := p.Use("context", pos)
			return name + ".WithoutCancel(ctx)", ok
		}
	}
	name, ok := p.Use("context", pos)
	return name + ".Background()", ok
}
