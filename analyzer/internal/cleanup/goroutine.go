package cleanup

import (
	"go/token"
	"go/types"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/tools/go/ssa"
)

// StartedUses reports whether what a go statement starts uses what is at one of the places:
// it is given it, or is a func literal that does.
func (c *Code) StartedUses(g *ssa.Go, places []Place) bool {
	if slices.ContainsFunc(Args(&g.Call), func(a ssa.Value) bool { return slices.Contains(places, c.Place(a)) }) {
		return true
	}
	fn := c.funcOf(g.Call.Value)
	return fn != nil && fn.Parent() != nil && c.Uses(fn, places)
}

// Databases returns those of the values that are pools of databases, or what is
// open in one.
func (c *Code) Databases(values []ssa.Value) []ssa.Value {
	return slices.DeleteFunc(slices.Clone(values), func(v ssa.Value) bool {
		entry := c.Index.Resource(v.Type())
		return !c.IsPool(v) && (entry == nil || entry.Err == "") && !isTransaction(v.Type())
	})
}

// Waits reports whether fn may wait for a goroutine: it receives, selects, sleeps,
// or calls something that is named for it.
func (c *Code) Waits(fn *ssa.Function) bool {
	waits := false
	eachInstr(fn, func(instr ssa.Instruction) {
		switch instr := instr.(type) {
		case *ssa.Select:
			waits = true
		case *ssa.UnOp:
			waits = waits || instr.Op == token.ARROW
		case *ssa.Next:
			waits = waits || !instr.IsString && isChan(instr.Iter)
		case ssa.CallInstruction:
			waits = waits || c.mayWait(instr)
		}
	})
	return waits || slices.ContainsFunc(fn.AnonFuncs, func(anon *ssa.Function) bool { return !c.isStarted(anon) && c.Waits(anon) })
}

func isChan(v ssa.Value) bool {
	r, ok := v.(*ssa.Range)
	if !ok {
		return false
	}
	_, ok = r.X.Type().Underlying().(*types.Chan)
	return ok
}

func (c *Code) isStarted(fn *ssa.Function) bool {
	return slices.ContainsFunc(c.usesOf(fn), func(use closureUse) bool {
		_, ok := use.instr.(*ssa.Go)
		return ok
	})
}

func (c *Code) mayWait(call ssa.CallInstruction) bool {
	if _, isGo := call.(*ssa.Go); isGo {
		return false
	}
	obj := Callee(call.Common())
	if obj == nil {
		_, builtin := call.Common().Value.(*ssa.Builtin)
		results := call.Common().Signature().Results()
		return !builtin && results.Len() == 0 && c.funcOf(call.Common().Value) == nil // stop(): nobody knows
	}
	return isWaitName(obj.Name()) && !neverWaits(obj)
}

// waits begin or end words of the names of functions that wait: Waiting, await.
var waits = strings.Fields("wait sleep eventually join stop shut poll until sync done")

// isWaitName reports whether a function's name tells that it may wait.
func isWaitName(name string) bool {
	return slices.ContainsFunc(words(name), func(word string) bool {
		return slices.ContainsFunc(waits, func(w string) bool {
			return strings.HasPrefix(word, w) || strings.HasSuffix(word, w)
		})
	})
}

// neverWaits reports whether fn belongs to the standard library, and is named for
// something else: it joins texts or errors, or writes a file to the disk.
func neverWaits(fn *types.Func) bool {
	switch fn.FullName() {
	case "(*os.File).Sync", "net.JoinHostPort":
		return true
	}
	if fn.Pkg() == nil {
		return false
	}
	switch fn.Pkg().Path() {
	case "bytes", "errors", "net/url", "path", "path/filepath", "strings":
		return true
	}
	return false
}

// words returns the words of a name in camel case, in lower case: "WG" and "wait" of
// WGWait.
func words(name string) []string {
	runes := []rune(name)
	var all []string
	start := 0
	for i := 1; i <= len(runes); i++ {
		if i == len(runes) || beginsWord(runes, i) {
			all = append(all, strings.ToLower(string(runes[start:i])))
			start = i
		}
	}
	return all
}

// beginsWord reports whether a word of the name begins at i: with an upper case letter
// that follows a lower case one or is followed by one, or behind what is no letter.
func beginsWord(name []rune, i int) bool {
	if !unicode.IsUpper(name[i]) {
		return unicode.IsLetter(name[i]) && !unicode.IsLetter(name[i-1])
	}
	return !unicode.IsUpper(name[i-1]) || i+1 < len(name) && unicode.IsLower(name[i+1])
}
