package cleanup

import (
	"go/constant"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// writes reports whether fn writes to f, a file: it opened it for that, and does
// more with it than to name it and to close it; or it writes for all to see.
func (c *Code) writes(f ssa.Value, fn *ssa.Function) bool {
	call, _ := c.origin(f)
	switch {
	case call != nil && c.isDeleted(f, call):
		return false
	case call != nil && opensForWriting(call.Common()):
		return c.isWritten(f, fn, mayWrite)
	case call != nil && Callee(call.Common()) != nil && Callee(call.Common()).FullName() == "os.Open":
		return false
	}
	if _, isGlobal := c.Place(f).Root.(*ssa.Global); isGlobal {
		return false // os.Stdout
	}
	return c.isWritten(f, fn, doesWrite)
}

// isWritten reports whether fn, or a func in it, calls something with w as its
// argument i that writes to it.
func (c *Code) isWritten(w ssa.Value, fn *ssa.Function, writes func(common *ssa.CallCommon, i int) bool) bool {
	return slices.ContainsFunc(c.given(Root(fn)).to[c.Place(w)], func(a argument) bool { return writes(a.call, a.i) })
}

// mayWrite reports whether a call may write to its argument i.
func mayWrite(common *ssa.CallCommon, i int) bool {
	return i > 0 || !IsMethod(common) || doesWrite(common, i)
}

// doesWrite reports whether a call writes to its argument i: by a method that is
// named for it, or because it takes a writer.
func doesWrite(common *ssa.CallCommon, i int) bool {
	if i == 0 && IsMethod(common) {
		obj := Callee(common)
		return obj != nil && (strings.HasPrefix(obj.Name(), "Write") || obj.Name() == "ReadFrom" || obj.Name() == "Truncate")
	}
	return typeName(Args(common)[i].Type()) == "io.Writer"
}

// isDeleted reports whether a file is deleted by the function that opened it:
// what is in it does not matter for long.
func (c *Code) isDeleted(f ssa.Value, open *ssa.Call) bool {
	return slices.ContainsFunc(c.given(Root(open.Parent())).deleted, func(path ssa.Value) bool {
		return c.Derives(path, f) || slices.ContainsFunc(Args(open.Common()), func(a ssa.Value) bool {
			return c.Place(a) == c.Place(path)
		})
	})
}

// isWriteCloser reports whether w is an io.WriteCloser that the function in which
// it stands was handed by a call, and that it writes to: its Close ends what is
// written, and says whether it has arrived.
func (c *Code) isWriteCloser(w ssa.Value) bool {
	call, _ := c.origin(w)
	if call == nil || typeName(w.Type()) != "io.WriteCloser" {
		return false
	}
	obj := Callee(call.Common())
	return obj != nil && obj.Pkg() != nil && obj.Pkg().Path() != "os/exec" && c.isWritten(w, call.Parent(), mayWrite)
}

func opensForWriting(common *ssa.CallCommon) bool {
	obj := Callee(common)
	if obj == nil || obj.Pkg() == nil || obj.Pkg().Path() != "os" {
		return false
	}
	switch obj.Name() {
	case "Create", "CreateTemp":
		return true
	case "OpenFile":
		args := Args(common)
		flag, ok := args[len(args)-2].(*ssa.Const)
		if !ok || flag.Value == nil {
			return false
		}
		n, exact := constant.Int64Val(flag.Value)
		return exact && n&3 != 0 // O_WRONLY or O_RDWR
	}
	return false
}

// A Sink is where a writer's data ends up.
type Sink uint8

const (
	// SomeWriter: one that the caller gave, or of which nothing is known.
	SomeWriter Sink = iota
	// InFile: a file, an object in a store.
	InFile
	// InMemory: a buffer, which cannot fail.
	InMemory
	// ToPeer: a response, a terminal, a connection: nobody is left to be told.
	ToPeer
)

// SinkOf returns where what is written to w ends up.
func (c *Code) SinkOf(w ssa.Value) Sink { return c.sinkOf(w, 0) }

func (c *Code) sinkOf(w ssa.Value, depth int) Sink {
	p := c.Place(w)
	if p.Root == nil || depth > maxDepth {
		return SomeWriter
	}
	switch name := typeName(p.Root.Type()); {
	case name == "bytes.Buffer", name == "strings.Builder", name == "net/http/httptest.ResponseRecorder":
		return InMemory
	case isResponse(p.Root.Type()), strings.HasPrefix(name, "net."), name == "io.PipeWriter":
		return ToPeer
	case name == "cloud.google.com/go/storage.Writer":
		return InFile
	case name == "os.File":
		if g, ok := p.Root.(*ssa.Global); ok && g.Pkg.Pkg.Path() == "os" {
			return ToPeer // os.Stdout
		}
		return InFile
	}
	call, _ := c.origin(w)
	if call == nil {
		return SomeWriter
	}
	for _, a := range Args(call.Common()) {
		if hasMethod(a.Type(), "Write") || typeName(c.Place(a).Root.Type()) != "" && hasMethod(c.Place(a).Root.Type(), "Write") {
			return c.sinkOf(a, depth+1)
		}
	}
	return SomeWriter
}

// isResponse reports whether values of type t are answers to a request.
func isResponse(t types.Type) bool { return hasMethod(t, "WriteHeader") && hasMethod(t, "Header") }

// IsFlushOnly reports whether a call flushes a writer without telling its error:
// the writer has a method for that.
func (c *Code) IsFlushOnly(call *Call) bool {
	return call.Kind == FlushWriter && typeName(call.Subject.Type()) == "encoding/csv.Writer"
}

// EndOf returns what becomes of the error of a cleanup, and whether it can fail: the call
// returns it, or the writer that it flushes tells it.
func (c *Code) EndOf(call *Call) (Fate, bool) {
	if c.IsFlushOnly(call) {
		return c.flushFate(call), true
	}
	return c.ErrorOf(call.Instr)
}

// flushFate returns what becomes of the error that a writer keeps until it is
// asked, which makes sense only once it has been flushed.
func (c *Code) flushFate(flush *Call) Fate {
	made, _ := c.origin(flush.Subject)
	if made == nil || c.isHandedOn(made) {
		return Told // somebody else may ask
	}
	fate := Dropped
	c.Calls(Root(made.Parent()), true, func(call ssa.CallInstruction) {
		if c.MethodOn(call, flush.Subject) == "Error" && !Before(c.Moment(call), c.Moment(flush.Instr)) {
			asked, _ := c.ErrorOf(call)
			fate = max(fate, asked)
		}
	})
	return fate
}

// isHandedOn reports whether v goes anywhere but to its own methods.
func (c *Code) isHandedOn(v ssa.Value) bool {
	handed := false
	for _, r := range *v.Referrers() {
		switch r := r.(type) {
		case ssa.CallInstruction:
			handed = handed || !IsMethod(r.Common()) || Args(r.Common())[0] != v
		case *ssa.Store:
			a, local := r.Addr.(*ssa.Alloc)
			handed = handed || !local || len(c.stores(a)) != 1
		case *ssa.DebugRef:
		default:
			handed = true
		}
	}
	return handed
}

// Buffer returns the writer that a call makes over a file, if it is one that has
// to be flushed and is followed nowhere else, and the file; else nil.
func (c *Code) Buffer(call ssa.CallInstruction) (w, file ssa.Value) {
	common := call.Common()
	v := call.Value()
	if v == nil || len(common.Args) == 0 || flushes[typeName(v.Type())] != "Flush" {
		return nil, nil
	}
	file = common.Args[0]
	if box, ok := file.(*ssa.MakeInterface); ok && isFile(box.X.Type()) {
		return v, file
	}
	return nil, nil
}
