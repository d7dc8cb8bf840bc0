package contract

import (
	"go/types"
)

// A symbol names a type "DB", a function "Open" or a method "DB.Query".
type symbol struct{ path, name string }

// typeSymbol returns the zero symbol for a type without a package or a name.
func typeSymbol(t types.Type) symbol {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return symbol{}
	}
	return symbol{named.Obj().Pkg().Path(), named.Obj().Name()}
}

// typePackage returns the package of the named type that t is or points to.
func typePackage(t types.Type) *types.Package {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	return types.Unalias(t).(*types.Named).Obj().Pkg()
}

// funcSymbol names a method by the type that declares it: promoted methods
// and those of embedded interfaces go by the name of the inner type.
func funcSymbol(fn *types.Func) symbol {
	if fn == nil || fn.Pkg() == nil {
		return symbol{}
	}
	fn = fn.Origin()
	recv := fn.Signature().Recv()
	if recv == nil {
		return symbol{fn.Pkg().Path(), fn.Name()}
	}
	sym := typeSymbol(recv.Type())
	if sym.name == "" {
		return symbol{} // method of a type literal
	}
	sym.name += "." + fn.Name()
	return sym
}
