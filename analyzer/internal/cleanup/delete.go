package cleanup

import "golang.org/x/tools/go/ssa"

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

// InTempDir reports whether a path lies in a directory that a test's TempDir made:
// the test deletes it at its end, and tries again if it must.
func (c *Code) InTempDir(path ssa.Value) bool {
	for in := range c.inputs(path) {
		if call, _ := c.origin(in); call != nil && isTestMethod(call.Common(), "TempDir") {
			return true
		}
	}
	return false
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
