package dbtest

import "runtime"

// unwinding reports whether the goroutine is in a panic or in a Goexit that is
// not the one of t.Skip. testing.T.Failed does not know of the panic before all
// cleanups have run: golang.org/issue/49929.
func unwinding(skipped bool) bool {
	pcs := make([]uintptr, 64)
	for {
		n := runtime.Callers(2, pcs)
		if n < len(pcs) {
			pcs = pcs[:n]
			break
		}
		pcs = make([]uintptr, 2*len(pcs))
	}
	frames := runtime.CallersFrames(pcs)
	for more := true; more; {
		var frame runtime.Frame
		frame, more = frames.Next()
		switch frame.Function {
		case "runtime.gopanic":
			return true
		case "runtime.Goexit":
			return !skipped
		}
	}
	return false
}
