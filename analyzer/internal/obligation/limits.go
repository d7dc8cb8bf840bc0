package obligation

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// readLimits finds the pools that are limited to one connection: the variables
// on whose pools SetMaxOpenConns is called, with 1 and nothing else.
func (p *pkg) readLimits() {
	p.singles = map[any]bool{}
	for _, fn := range p.funcs {
		anyInstr(fn, func(instr ssa.Instruction) bool {
			call, ok := instr.(ssa.CallInstruction)
			if !ok {
				return false
			}
			obj, _ := calledFunc(call.Common())
			if obj == nil || obj.Name() != "SetMaxOpenConns" || call.Common().IsInvoke() || len(call.Common().Args) != 2 {
				return false
			}
			c, _ := call.Common().Args[1].(*ssa.Const)
			one := c != nil && c.Value != nil && c.Int64() == 1
			for _, v := range p.variables(call.Common().Args[0]) {
				was, known := p.singles[v]
				p.singles[v] = one && (was || !known)
			}
			return false
		})
	}
}

// isSingle reports whether a pool is limited to one connection.
func (p *pkg) isSingle(pool ssa.Value) bool {
	return pool != nil && slices.ContainsFunc(p.variables(pool), func(v any) bool { return p.singles[v] })
}

// variables returns what holds the same pool as v does: registers, and the
// variables and fields that it is read from or stored in.
func (p *pkg) variables(v ssa.Value) []any {
	found := []any{v}
	switch v := v.(type) {
	case *ssa.UnOp:
		if held := p.variableAt(v.X); held != nil {
			return []any{held}
		}
	case *ssa.Extract:
		if call, ok := v.Tuple.(*ssa.Call); ok {
			if fn := call.Call.StaticCallee(); fn != nil && len(fn.Blocks) > 0 {
				for ret := range returned(fn, v.Index) {
					found = append(found, ret)
				}
			}
		}
	}
	if v.Referrers() == nil {
		return found
	}
	for _, r := range *v.Referrers() {
		if st, ok := r.(*ssa.Store); ok && st.Val == v {
			if held := p.variableAt(st.Addr); held != nil {
				found = append(found, held)
			}
		}
	}
	return found
}

// variableAt returns the field or variable at an address, or nil; that of a local one
// is the address where it is declared.
func (p *pkg) variableAt(addr ssa.Value) any {
	switch addr := addr.(type) {
	case *ssa.Alloc:
		return addr
	case *ssa.FreeVar:
		if a := p.traces.captured(addr); a != nil {
			return a
		}
	case *ssa.FieldAddr:
		if f := flow.FieldVar(addr); f != nil {
			return f
		}
	case *ssa.Global:
		return addr.Object()
	}
	return nil
}

// otherDrivers are words in the names of drivers that cannot run a statement while
// rows of the same connection are read, as those for SQLite can.
var otherDrivers = []string{"pgx", "lib/pq", "mysql", "mssqldb", "pgdriver", "go-ora"}

// onlySQLite reports whether the package names drivers for SQLite, in its imports
// or where it opens a pool, and no others.
func (p *pkg) onlySQLite() bool {
	var names []string
	for _, imp := range p.pass.Pkg.Imports() {
		names = append(names, imp.Path())
	}
	for _, t := range p.trackers {
		if args := t.site.call.Common().Args; t.res.typ == "*sql.DB" && len(args) > 0 {
			if c, ok := args[0].(*ssa.Const); ok {
				names = append(names, c.Value.ExactString())
			}
		}
	}
	has := func(word string) bool {
		return slices.ContainsFunc(names, func(name string) bool { return strings.Contains(strings.ToLower(name), word) })
	}
	return has("sqlite") && !slices.ContainsFunc(otherDrivers, has)
}
