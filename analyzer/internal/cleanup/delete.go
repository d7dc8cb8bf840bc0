package cleanup

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// Deletion returns what a call deletes: the arguments that name files, or hold a
// container, or name a database in a statement.
func (c *Code) Deletion(call ssa.CallInstruction) (Kind, []ssa.Value) {
	if paths := c.deleted(call.Common()); len(paths) > 0 {
		return DeleteFile, paths
	}
	if clean := c.Cleanup(call); clean != nil && clean.Kind == StopContainer {
		return StopContainer, Args(call.Common())
	}
	return DropData, c.dropped(call)
}

// names returns the strings of which a statement is made, its constant parts left
// out.
func (c *Code) names(sql ssa.Value) []ssa.Value {
	var all []ssa.Value
	for in := range c.inputs(sql) {
		if boxed, ok := in.(*ssa.MakeInterface); ok {
			in = boxed.X // an argument of Sprintf
		}
		if isText(in.Type()) && in != sql {
			all = append(all, in)
		}
	}
	return all
}

// InTempDir reports whether a path lies in a directory that a test's TempDir made: the test
// deletes it at its end, and tries again if it must. A function of the package may have made
// the path, or be handed it.
func (c *Code) InTempDir(path ssa.Value) bool { return c.inTempDir(path, 0) }

func (c *Code) inTempDir(path ssa.Value, depth int) bool {
	if depth > 2 {
		return false
	}
	for in := range c.inputs(path) {
		if param, ok := c.Place(in).Root.(*ssa.Parameter); ok && c.isGivenTempDir(param, depth) {
			return true
		}
		call, i := c.origin(in)
		if call == nil {
			continue
		}
		if isTestMethod(call.Common(), "TempDir") {
			return true
		}
		if fn := call.Common().StaticCallee(); fn != nil && c.returnsTempDir(fn, i, depth) {
			return true
		}
	}
	return false
}

// returnsTempDir reports whether fn returns, as its result i, a path in a directory of a test.
func (c *Code) returnsTempDir(fn *ssa.Function, i, depth int) bool {
	return mayReturn(fn, i, func(v ssa.Value) bool { return isText(v.Type()) && c.inTempDir(v, depth+1) })
}

// mayReturn reports whether some return statement of fn gives, as result i, a value that
// is so.
func mayReturn(fn *ssa.Function, i int, so func(ssa.Value) bool) bool {
	return slices.ContainsFunc(fn.Blocks, func(b *ssa.BasicBlock) bool {
		ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		return ok && i < len(ret.Results) && so(ret.Results[i])
	})
}

// isGivenTempDir reports whether all who call the function hand it, as this parameter, a path
// in a directory of a test.
func (c *Code) isGivenTempDir(param *ssa.Parameter, depth int) bool {
	if !isText(param.Type()) {
		return false
	}
	i := slices.Index(param.Parent().Params, param)
	uses := c.usesOf(param.Parent())
	return len(uses) > 0 && !slices.ContainsFunc(uses, func(use closureUse) bool {
		call, ok := use.instr.(ssa.CallInstruction)
		return !ok || use.arg >= 0 || i >= len(call.Common().Args) || !c.inTempDir(call.Common().Args[i], depth+1)
	})
}

// TempDirs calls f for the directories that a test's TempDir makes in fn, and when
// they are removed.
func (c *Code) TempDirs(fn *ssa.Function, f func(dir *ssa.Call, removed Moment)) {
	c.Calls(fn, true, func(instr ssa.CallInstruction) {
		if call, ok := instr.(*ssa.Call); ok && isTestMethod(call.Common(), "TempDir") {
			f(call, c.register(call, Moment{}))
		}
	})
}

// deleted returns the arguments of a call that name files which it deletes.
func (c *Code) deleted(common *ssa.CallCommon) []ssa.Value {
	var all []ssa.Value
	if Callee(common) == nil {
		return nil
	}
	for i, a := range Args(common) {
		if isText(a.Type()) && c.facts.Param(common, i).Deletes {
			all = append(all, a)
		}
	}
	return all
}

// dropped returns what names the database or schema that a call drops: parts of a
// statement, or arguments of a function that drops what it is given.
func (c *Code) dropped(call ssa.CallInstruction) []ssa.Value {
	if clean := c.Cleanup(call); clean != nil && c.DropsDatabase(clean) {
		return c.names(clean.Subject)
	}
	var all []ssa.Value
	common := call.Common()
	if Callee(common) == nil {
		return nil
	}
	for i, a := range Args(common) {
		if isText(a.Type()) && c.facts.Param(common, i).DropsData {
			all = append(all, a)
		}
	}
	return all
}
