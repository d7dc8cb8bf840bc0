package obligation

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// limiters are the methods that limit a pool of database/sql, or of what embeds
// one.
var limiters = []string{"SetMaxOpenConns", "SetMaxIdleConns", "SetConnMaxLifetime", "SetConnMaxIdleTime"}

func isLimiter(common *ssa.CallCommon) bool {
	obj, _ := calledFunc(common)
	return obj != nil && slices.Contains(limiters, obj.Name())
}

// inferLimits notes in s the pools of its callers that fn limits.
func (p *pkg) inferLimits(fn *ssa.Function, s *Summary) {
	for _, call := range p.callsNow(fn) {
		var limited []place
		if isLimiter(call.Common()) {
			limited = append(limited, p.placeOf(callArgs(call.Common())[0]))
		} else if sum := p.commonCallee(call.Common()).sum; sum != nil {
			for _, fact := range sum.Limits {
				limited = append(limited, p.at(call.Common(), fact))
			}
		}
		for _, pl := range limited {
			if fact, ok := pl.asFact(fn); ok && fact.Param >= 0 && !slices.Contains(s.Limits, fact) {
				s.Limits = append(s.Limits, fact)
			}
		}
	}
}

// configFindings reports the pools that a package opens if it limits none.
func (p *pkg) configFindings() []Finding {
	if slices.ContainsFunc(p.funcs, p.limits) {
		return nil
	}
	var found []Finding
	for _, t := range p.trackers {
		obj, _ := calledFunc(t.site.call.Common())
		if obj == nil || p.index.Acquires(obj) == nil || !t.isSQLPool() || p.isTestCode(t.site.call) || p.handsOut(t, 0) {
			continue
		}
		src := p.source(t.site.call)
		found = append(found, Finding{Rule: "poolconfig", Pos: src.pos, End: src.end, Strict: true, Message: fmt.Sprintf(
			"%s has no limits: it opens as many connections as are asked for at once, and keeps each for as long as it lives; "+
				"call SetMaxOpenConns and SetConnMaxLifetime", t.subject(src))})
	}
	return found
}

// limits reports whether fn limits a pool, by itself or by a function that does.
func (p *pkg) limits(fn *ssa.Function) bool {
	return anyInstr(fn, func(instr ssa.Instruction) bool {
		call, ok := instr.(ssa.CallInstruction)
		if !ok {
			return false
		}
		sum := p.commonCallee(call.Common()).sum
		return isLimiter(call.Common()) || sum != nil && len(sum.Limits) > 0
	})
}

// isSQLPool reports whether t follows a pool of database/sql, or of what embeds one.
func (t *tracker) isSQLPool() bool {
	return t.typ != nil && hasMethod(t.typ, limiters[0]) && strings.HasSuffix(t.res.typ, "DB")
}

// handsOut reports whether a caller of another package may get the pool that t
// follows, as it is, and limit it.
func (p *pkg) handsOut(t *tracker, depth int) bool {
	returned := slices.ContainsFunc(t.outcomes, func(o outcome) bool {
		return slices.ContainsFunc(o.results, func(i int) bool {
			return hasMethod(t.root.Signature.Results().At(i).Type(), limiters[0])
		})
	})
	if !returned || depth > 3 {
		return false
	}
	if ast.IsExported(t.root.Name()) {
		return true
	}
	return slices.ContainsFunc(p.trackers, func(caller *tracker) bool {
		return caller.site.call.Common().StaticCallee() == t.root && p.handsOut(caller, depth+1)
	})
}
