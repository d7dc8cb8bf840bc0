package track

import (
	"fmt"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
)

// A Frame is one call on a stack.
type Frame struct {
	Function string `json:"function"` // with its package path
	File     string `json:"file"`
	Line     int    `json:"line"`
}

// String returns the frame in short: shop.LoadOrders (orders.go:33).
func (f Frame) String() string {
	function := f.Function[strings.LastIndexByte(f.Function, '/')+1:]
	return fmt.Sprintf("%s (%s:%d)", function, filepath.Base(f.File), f.Line)
}

// plumbing matches the functions between the user and database/sql.
var plumbing = regexp.MustCompile(`^(runtime|database/sql|github\.com/leakvet/leakvet/dbpool(/(track|dbtest|retry|teardown))?)\.`)

// isPlumbing reports whether a frame is one that whoever looks for a leak can
// do nothing about.
func (f Frame) isPlumbing() bool {
	return plumbing.MatchString(f.Function) && !strings.HasSuffix(f.File, "_test.go")
}

// symbolise returns the frames that belong to the user, innermost first, and
// the outermost function of database/sql that they called, like
// "(*DB).QueryContext".
func symbolise(pcs []uintptr) (frames []Frame, via string) {
	if len(pcs) == 0 {
		return nil, ""
	}
	iter := runtime.CallersFrames(pcs)
	for more := true; more; {
		var rf runtime.Frame
		rf, more = iter.Next()
		f := Frame{rf.Function, rf.File, rf.Line}
		switch name, isSQL := strings.CutPrefix(f.Function, "database/sql."); {
		case isSQL && len(frames) == 0:
			via = name
		case f.Function != "" && !f.isPlumbing():
			frames = append(frames, f)
		}
	}
	return frames, via
}
