package cleanup

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// SuiteOf returns the type whose method fn is, if that is a suite of testify.
func (c *Code) SuiteOf(fn *ssa.Function) types.Object {
	recv := fn.Signature.Recv()
	if recv == nil {
		return nil
	}
	named := namedOf(recv.Type())
	if named == nil {
		return nil
	}
	st, ok := named.Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	for i := range st.NumFields() {
		if f := st.Field(i); f.Embedded() && typeName(f.Type()) == "github.com/stretchr/testify/suite.Suite" {
			return named.Obj()
		}
	}
	return nil
}

// FieldsOf returns the fields in which a pool is kept that was opened.
func (c *Code) FieldsOf(o *Open) []types.Object { return keptVars(o.Value) }

// FieldOf returns the field or variable of the package that v is read from, or nil.
func (c *Code) FieldOf(v ssa.Value) types.Object { return c.varOf(v) }
