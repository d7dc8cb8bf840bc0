package world

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
)

// A Site is where something happened: positions "file:line" in the program's
// files, the innermost call first, with blanks between.
type Site string

// FilePrefix begins the names of the files of programs, and of no others.
const FilePrefix = "prog"

type stack [32]uintptr

// A place is what is known about a stack.
type place struct {
	site Site
	main bool // it is of the goroutine that called the program
	// literal is the name of the innermost function literal of the program that it is
	// in, or "".
	literal string
}

// within reports whether it is in a function literal, or in one that stands in it.
func (p place) within(literal string) bool {
	return literal == "" || p.literal == literal || strings.HasPrefix(p.literal, literal+".")
}

// places remembers what was found out about a stack, which costs.
var places = map[stack]place{}

// here returns the site of the call into the world. mu is locked.
func here() Site { return locate(4).site }

func locate(skip int) place {
	var s stack
	n := runtime.Callers(skip, s[:])
	if p, known := places[s]; known {
		return p
	}
	var at []string
	var p place
	frames := runtime.CallersFrames(s[:n])
	for more := n > 0; more; {
		var frame runtime.Frame
		frame, more = frames.Next()
		if file := filepath.Base(frame.File); strings.HasPrefix(file, FilePrefix) {
			if p.literal == "" && strings.Contains(frame.Function, ".func") {
				p.literal = frame.Function
			}
			at = append(at, fmt.Sprintf("%s:%d", file, frame.Line))
		}
		p.main = p.main || frame.Function == "reflect.Value.Call"
	}
	p.site = Site(strings.Join(at, " "))
	places[s] = p
	return p
}

// Innermost is the position of the innermost call.
func (s Site) Innermost() string {
	first, _, _ := strings.Cut(string(s), " ")
	return first
}
