package cleanup

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/contract"
)

// A Kind tells cleanup calls apart.
type Kind uint8

const (
	// ReleasePool ends the life of a pool.
	ReleasePool Kind = iota
	// DeleteFile removes a file or a directory.
	DeleteFile
	// DropData removes a database, a schema or a table.
	DropData
	// StopContainer ends a container, or what else holds a server.
	StopContainer
	// Commit makes a transaction's work last.
	Commit
	// CloseFile closes a file that was opened for writing.
	CloseFile
	// FlushWriter closes or flushes a writer that still holds data.
	FlushWriter
)

// A Call is a cleanup call: its error tells of a leak or of lost data.
type Call struct {
	Instr ssa.CallInstruction
	Kind  Kind
	// Subject is the pool, the file, the writer, the path; nil if there is none.
	Subject ssa.Value
	// Owner says that the pool is one that the subject keeps.
	Owner bool
}

// Cleanup returns what the instruction cleans up, nil if nothing.
func (c *Code) Cleanup(instr ssa.CallInstruction) *Call {
	common := instr.Common()
	obj := Callee(common)
	if obj == nil {
		return nil
	}
	args := Args(common)
	if table := c.Index.Func(obj); table != nil && len(table.Deletes) > 0 {
		i := table.Deletes[0]
		if IsMethod(common) {
			i++
		}
		return &Call{Instr: instr, Kind: DeleteFile, Subject: args[i]}
	}
	if isContainerEnd(obj) {
		return &Call{Instr: instr, Kind: StopContainer, Subject: args[0]}
	}
	if q := c.statement(common); q != nil && dropsData(c.text(q)) {
		return &Call{Instr: instr, Kind: DropData, Subject: q}
	}
	if IsMethod(common) && len(args) > 0 {
		if found := c.method(instr.Parent(), obj, args[0]); found != nil {
			found.Instr = instr
			return found
		}
	}
	return c.helper(instr)
}

// helper returns what a function cleans up that says by its name that it does, releases a
// pool which it is given, and tells of the error.
func (c *Code) helper(instr ssa.CallInstruction) *Call {
	common := instr.Common()
	if !IsCleanupName(Callee(common).Name()) {
		return nil
	}
	if res := common.Signature().Results(); res.Len() != 1 || !IsError(res.At(0).Type()) {
		return nil
	}
	for i, a := range Args(common) {
		if p := c.facts.Param(common, i); p.Releases && !p.Drops && c.IsPool(a) {
			return &Call{Instr: instr, Kind: ReleasePool, Subject: a}
		}
	}
	return nil
}

// Cleans returns the kind of cleanup that it is if fn calls a method on recv; false
// if it is none, or one that cannot fail.
func (c *Code) Cleans(recv ssa.Value, method *types.Func, fn *ssa.Function) (Kind, bool) {
	call := c.method(fn, method, recv)
	if call == nil || call.Kind == FlushWriter && c.SinkOf(recv) == InMemory {
		return 0, false
	}
	return call.Kind, true
}

// GuardsNil reports whether a call returns only if its argument i, the receiver
// counting, is nil.
func (c *Code) GuardsNil(call *ssa.CallCommon, i int) bool { return c.facts.Param(call, i).NilGuard }

// RunsLater reports whether a call keeps its argument i, a func, the receiver
// counting, and it is called at some time after.
func (c *Code) RunsLater(call *ssa.CallCommon, i int) bool { return c.facts.Param(call, i).Later }

// NeverReturns reports whether a call never returns.
func (c *Code) NeverReturns(call *ssa.CallCommon) bool { return c.facts.Exits(call) }

// method returns what a method call on recv in fn cleans up.
func (c *Code) method(fn *ssa.Function, obj *types.Func, recv ssa.Value) *Call {
	name, pool := obj.Name(), c.pool(recv)
	call := &Call{Subject: recv}
	switch {
	case name == "Commit" && isTransaction(recv.Type()):
		call.Kind = Commit
	case pool != nil && pool.IsRelease(name):
		call.Kind = ReleasePool
	case isFile(recv.Type()) && name == "Close" && c.writes(recv, fn):
		call.Kind = CloseFile
	case isFlush(recv.Type(), name), name == "Close" && c.isWriteCloser(recv):
		call.Kind = FlushWriter
	case c.Lookup(recv) == nil && c.facts.OwnsPool(obj):
		call.Kind, call.Owner = ReleasePool, true
	default:
		return nil
	}
	return call
}

// isTransaction reports whether values of type t end by Commit or Rollback.
func isTransaction(t types.Type) bool { return hasMethod(t, "Commit") && hasMethod(t, "Rollback") }

func hasMethod(t types.Type, name string) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	_, ok := obj.(*types.Func)
	return ok
}

// Lookup returns the entry of the table for the type of v, or nil.
func (c *Code) Lookup(v ssa.Value) *contract.Resource { return c.Index.Resource(v.Type()) }

// statement returns the SQL text that a call executes, or nil.
func (c *Code) statement(common *ssa.CallCommon) ssa.Value {
	obj := Callee(common)
	if obj == nil || !isExec(obj.Name()) {
		return nil
	}
	for _, a := range common.Args {
		if b, ok := a.Type().Underlying().(*types.Basic); ok && b.Info()&types.IsString != 0 {
			return a
		}
	}
	return nil
}

func isExec(name string) bool {
	switch name {
	case "Exec", "ExecContext", "MustExec", "MustExecContext", "ExecSQL":
		return true
	}
	return false
}

// dropsData reports whether a statement removes a database, a schema or a table.
func dropsData(sql string) bool {
	words := strings.Fields(strings.ToUpper(sql))
	if len(words) < 2 || words[0] != "DROP" {
		return false
	}
	switch words[1] {
	case "DATABASE", "SCHEMA", "TABLE", "KEYSPACE":
		return true
	}
	return false
}

// Dropped returns what kind of thing a statement removes, in lower case.
func (c *Code) Dropped(call *Call) string {
	return strings.ToLower(strings.Fields(c.text(call.Subject))[1])
}

// DropsDatabase reports whether the call removes a whole database or schema.
func (c *Code) DropsDatabase(call *Call) bool {
	words := strings.Fields(strings.ToUpper(c.text(call.Subject)))
	return call.Kind == DropData && (words[1] == "DATABASE" || words[1] == "SCHEMA" || words[1] == "KEYSPACE")
}

// MayCleanUp reports whether a function that calls fn has to be looked at although
// it holds no resource: it deletes files, executes statements, flushes, cleans up
// within a context, lets a test go on beside others, or makes a directory of one.
func MayCleanUp(index *contract.Index, fn *types.Func) bool {
	if table := index.Func(fn); table != nil && len(table.Deletes) > 0 || isContainerEnd(fn) {
		return true
	}
	recv := fn.Signature().Recv()
	return recv != nil && (isExec(fn.Name()) || isFlush(recv.Type(), fn.Name()) || IsCleanupName(fn.Name()) && takesContext(fn) ||
		(fn.Name() == "Parallel" || fn.Name() == "TempDir") && isTest(recv.Type()))
}

func takesContext(fn *types.Func) bool {
	params := fn.Signature().Params()
	return params.Len() > 0 && IsContext(params.At(0).Type())
}

// DroppedPool returns the pool that a function releases of which the error is
// lost there, nil if there is none.
func (c *Code) DroppedPool(call ssa.CallInstruction) ssa.Value {
	for i, a := range Args(call.Common()) {
		p := c.facts.Param(call.Common(), i)
		if p.Releases && p.Drops && c.IsPool(a) {
			return a
		}
	}
	return nil
}

// IsPool reports whether v is a pool, and its release has something to tell.
func (c *Code) IsPool(v ssa.Value) bool { return c.pool(v) != nil }

// pool returns the entry of the table for such a pool, by itself or as an interface,
// or nil.
func (c *Code) pool(v ssa.Value) *contract.Resource {
	if b, ok := v.(*ssa.MakeInterface); ok {
		v = b.X
	}
	entry := c.Lookup(v)
	if entry == nil || entry.Class != contract.Pool || entry.Field() != "" || IsMute(v.Type()) {
		return nil
	}
	return entry
}
