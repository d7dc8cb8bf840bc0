package repair

import (
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/fix"
)

// deferIt defers the release where the resource is held from:
//
//	rows, err := db.Query(query)
//	if err != nil {
//		return err
//	}
//	+ defer rows.Close()
//
// That is right if nobody else gets the resource, and the function acquires it
// once; a release that is there already must not mind the second one.
func (l *Lost) deferIt(b binding, h held) []analysis.SuggestedFix {
	if l.Given || l.Skipped || l.Again || l.Once && len(l.Ends) > 0 || inLoop(h.up) {
		return nil
	}
	p := fix.New(l.Code.Pass, h.at)
	c, ok := l.call(p, b.name, h.at)
	if !ok {
		return nil
	}
	lines := []string{"defer " + c.text}
	if c.fails && l.mustTell(c) {
		if l.isSet(b) {
			return nil // the closure would release the other one
		}
		tell := l.Code.Tell(p, l.Call.Parent(), h.at, c.text)
		if tell == nil {
			return nil
		}
		lines = fix.Deferred(tell)
	}
	if h.guard != "" {
		lines = fix.Guarded(h.guard, lines)
	}
	p.Insert(h.at, h.indent, lines...)
	return p.Fix("Defer " + c.text)
}

// mustTell reports whether somebody has to hear of the release's error, and nobody
// does so far.
func (l *Lost) mustTell(c call) bool {
	v := l.value()
	if v == nil || !strings.Contains(c.text, "."+c.method.Name()+"(") || !l.Code.Tells(v, c.method, l.Call.Parent()) {
		return false
	}
	for _, end := range l.Ends {
		if call, ok := end.(ssa.CallInstruction); ok {
			if fate, fails := l.Code.ErrorOf(call); fails && fate.Handled() {
				return false
			}
		}
	}
	return true
}

// value returns what the call acquires.
func (l *Lost) value() ssa.Value {
	v := l.Call.Value()
	if v == nil || l.Call.Common().Signature().Results().Len() == 1 {
		return v
	}
	for _, r := range *v.Referrers() {
		if x, ok := r.(*ssa.Extract); ok && x.Index == l.Result {
			return x
		}
	}
	return nil
}
