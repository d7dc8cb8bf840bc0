package obligation

import (
	"slices"
	"strings"

	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// viewArgument runs a call by what it does with argument i, through which it reads or
// writes the resource.
func (t *tracker) viewArgument(s *flow.State, c *flow.Call, k callee, i int) {
	switch {
	case k.takes(i):
		t.transfer(s) // a logger that writes through it
	case isViewer(k):
		bindResult(s, c, 0, flow.Val{Kind: flow.View})
	case k.recv && i == 0 && k.obj.Name() == "Reset":
		s.Bind(c.Operand(i), flow.Val{}) // it reads something else from now on
	case readsThrough(k):
		t.noteUse(s, c)
	}
}

// readers are what the functions and methods of the standard library are called that
// cannot do without what is read through.
var readers = []string{"Copy", "Decode", "Encode", "Next", "Read", "Scan", "Token"}

// readsThrough reports whether the callee reads through what it is given, or what it is
// a method of.
func readsThrough(k callee) bool {
	return isOfStd(k) && slices.ContainsFunc(readers, func(word string) bool { return strings.HasPrefix(k.obj.Name(), word) })
}

// isViewer reports whether the callee makes a reader or a writer over its argument, as
// bufio.NewScanner and io.MultiWriter do.
func isViewer(k callee) bool {
	if k.recv || !isOfStd(k) {
		return false
	}
	res := k.obj.Signature().Results()
	return strings.HasPrefix(k.obj.Name(), "New") || res.Len() == 1 && isReaderOrWriter(res.At(0).Type())
}

// isOfStd reports whether the callee is of the standard library.
func isOfStd(k callee) bool { return k.obj != nil && k.obj.Pkg() != nil && isStd(k.obj.Pkg().Path()) }
