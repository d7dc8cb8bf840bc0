package cleanup

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

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

func (c *Code) FieldsOf(o *Open) []types.Object { return keptVars(o.Value) }

func (c *Code) FieldOf(v ssa.Value) types.Object { return c.varOf(v) }
