// Package frame names places in the source in the runtime's messages.
package frame

import (
	"fmt"
	"path"
	"path/filepath"
	"runtime"
)

// Caller names the place that called the function that calls Caller(0); with
// each further skip its caller's.
func Caller(skip int) string {
	var pcs [1]uintptr
	runtime.Callers(skip+2, pcs[:])
	frame, _ := runtime.CallersFrames(pcs[:]).Next()
	return String(frame)
}

// String names a frame as "orders.Open (open.go:17)": short enough for a
// message, and enough to find the place.
func String(f runtime.Frame) string {
	return fmt.Sprintf("%s (%s:%d)", path.Base(f.Function), filepath.Base(f.File), f.Line)
}
