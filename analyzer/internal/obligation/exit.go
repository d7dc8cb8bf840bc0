package obligation

import (
	"cmp"
	"fmt"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/contract"
	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// A skipped is a deferred cleanup that does not run, because a call ends the
// process.
type skipped struct {
	exit   *flow.Call
	by     *ssa.Defer
	loses  string // what comes of it
	strict bool
}

// noteExit notes that c ends the process, or may, while the resource is owed:
// with the release deferred, or by TestMain after the tests have run, or by
// main with nothing deferred.
func (t *tracker) noteExit(m *flow.Machine, s *flow.State, c *flow.Call, end ending) {
	if s.Mark.Status == moved && s.Mark.Guess {
		owed := s.Clone()
		owed.Mark = flow.Mark{Status: live}
		t.guessed = t.guessed || t.pendingRelease(m, owed) != nil // it was only lent
	}
	t.skips = t.skips || end == exits && s.Mark.Status == live
	if s.Mark.Status != live || t.site == nil && t.res.entry == nil {
		return // of a parameter that only holds something it is not known what ends
	}
	if d := t.pendingRelease(m, s); d != nil {
		t.skipped = append(t.skipped, skipped{c, d, t.loses(), end == mayExit || !t.outlivesProcess()})
		return
	}
	afterTests := t.root.Name() == "TestMain" && len(c.Args) > 0 && c.Args[0].Kind != flow.Const
	if end == exits && (afterTests || isMain(t.root) && len(s.Pending()) == 0) {
		t.exits = append(t.exits, s)
	}
}

// pendingRelease returns the deferred call that would release the resource if
// the function were left now, or nil.
func (t *tracker) pendingRelease(m *flow.Machine, s *flow.State) *ssa.Defer {
	ends := m.Unwind(s)
	if len(ends) == 0 || slices.ContainsFunc(ends, isLive) {
		return nil
	}
	by := ends[0].Mark.Where
	if d, ok := by.(*ssa.Defer); ok && ends[0].Mark.Status == released {
		return d
	}
	var touching *ssa.Defer
	for _, c := range s.Pending() {
		d, ok := c.Instr.(*ssa.Defer)
		switch {
		case !ok:
		case by != nil && c.Callee != nil && c.Callee == by.Parent():
			return d // of the func literal in which it is released
		case m.Touches(s, c):
			touching = d
		}
	}
	return touching
}

// outlivesProcess reports whether somebody else is left with what is not
// released: the operating system takes files back, the other end of a
// connection has to find out, and what a buffer holds is lost.
func (t *tracker) outlivesProcess() bool {
	return t.res.class != contract.Handle || t.res.entry != nil && (t.res.entry.IsRelease("Rollback") || t.res.entry.Type == "Conn")
}

// loses says what comes of it that the release does not run.
func (t *tracker) loses() string {
	if t.res.class == contract.Buffer {
		return "what " + t.name() + " still holds is lost"
	}
	return t.name() + " (" + t.res.typ + ") is never " + t.res.verb()
}

// name returns the variable that holds the resource.
func (t *tracker) name() string {
	if t.site == nil {
		return t.param.Name()
	}
	return t.site.name(t.pkg.source(t.site.call))
}

// exitFindings reports the functions that end the process while something is
// deferred, once each: at the first such call, with the others beside it. What is
// only strict is apart.
func (p *pkg) exitFindings() []Finding {
	var all []skipped
	for _, t := range slices.Concat(p.trackers, p.params, p.probeExits()) {
		all = append(all, t.skipped...)
	}
	slices.SortStableFunc(all, skipped.compare)
	// A call that certainly skips something says no more by what else it may skip.
	certain := map[token.Pos]bool{}
	for _, s := range all {
		certain[s.exit.Instr.Pos()] = certain[s.exit.Instr.Pos()] || !s.strict
	}
	all = slices.DeleteFunc(all, func(s skipped) bool { return s.strict && certain[s.exit.Instr.Pos()] })
	var found []Finding
	for len(all) > 0 {
		same := func(s skipped) bool { return s.by.Parent() == all[0].by.Parent() && s.strict == all[0].strict }
		var group, rest []skipped
		for _, s := range all {
			if same(s) {
				group = append(group, s)
			} else {
				rest = append(rest, s)
			}
		}
		found = append(found, p.exitFinding(group))
		all = rest
	}
	return found
}

func (a skipped) compare(b skipped) int {
	return cmp.Or(cmp.Compare(a.exit.Instr.Pos(), b.exit.Instr.Pos()), cmp.Compare(order(a.strict), order(b.strict)),
		cmp.Compare(a.by.Pos(), b.by.Pos()))
}

func order(strict bool) int {
	if strict {
		return 1
	}
	return 0
}

// exitFinding reports the calls of one function, in the order of the code, at the
// first and for the first of what it skips.
func (p *pkg) exitFinding(all []skipped) Finding {
	s := all[0]
	src := p.source(s.exit.Instr)
	verb := "ends"
	if p.calleeOf(s.exit).ending() == mayExit {
		verb = "may end"
	}
	f := Finding{Rule: "cleanupexit", Pos: src.pos, End: src.end, Strict: s.strict}
	f.Message = fmt.Sprintf("%s %s the process and %s does not run: %s", src.callee(), verb, p.deferred(s.by), s.loses)
	seen := map[token.Pos]bool{s.exit.Instr.Pos(): true}
	relate := func(pos token.Pos, message string) {
		if !seen[pos] {
			seen[pos] = true
			f.Related = append(f.Related, Related{Pos: pos, Message: message})
		}
	}
	for _, s := range all {
		relate(s.by.Pos(), "deferred here")
	}
	for _, s := range all {
		relate(s.exit.Instr.Pos(), "this call skips it, too")
	}
	return f
}

// deferred names what a defer statement defers.
func (p *pkg) deferred(d *ssa.Defer) string {
	src := p.source(d)
	if src.call == nil {
		return "what is deferred"
	}
	text := exprString(src.call)
	if strings.ContainsRune(text, '\n') {
		return "the deferred function"
	}
	return "the deferred " + text
}
