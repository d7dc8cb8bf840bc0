package flow

import (
	"slices"
	"strings"
)

// The path of a [Cell] is a sequence of steps: ".1" is a field by index, "[2]"
// an element, and [anyElem] some element of which the index is not known.

// anyElem is the step to some element of an array.
const anyElem = "[*]"

// step splits the first step off a path.
func step(path string) (first, rest string) {
	for i := 1; i < len(path); i++ {
		if path[i] == '.' || path[i] == '[' {
			return path[:i], path[i:]
		}
	}
	return path, ""
}

// cutPath reports whether path may lead into the part of a variable to which
// whole leads, and returns the steps that remain there.
func cutPath(path, whole string) (rest string, ok bool) {
	for whole != "" {
		if path == "" {
			return "", false
		}
		var a, b string
		a, path = step(path)
		b, whole = step(whole)
		someElem := a[0] == '[' && b[0] == '[' && (a == anyElem || b == anyElem)
		if a != b && !someElem {
			return "", false
		}
	}
	return path, true
}

// isPartOf reports whether path certainly leads to the part of a variable to
// which whole leads, or into it.
func isPartOf(path, whole string) bool {
	rest, ok := strings.CutPrefix(path, whole)
	return ok && (whole == "" || rest == "" || rest[0] == '.' || rest[0] == '[')
}

// elem returns the value of the part c of an array's element, if it is followed:
// any of them may be read where the index is not known.
func (m *Machine) elem(s *State, c Cell) Val {
	if !strings.Contains(c.Path, "[") {
		return Val{}
	}
	var found []entry[string, Val]
	for _, e := range s.cells.parts(c.Root) {
		if !m.contains(s, e.val, 0) {
			continue
		}
		if rest, ok := cutPath(e.key, c.Path); ok && rest == "" {
			found = append(found, e)
		}
	}
	if len(found) == 0 {
		return Val{}
	}
	return slices.MinFunc(found, func(a, b entry[string, Val]) int { return strings.Compare(a.key, b.key) }).val
}
