package flow

import (
	"iter"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A cellSet is what is known of variables and their parts, by variable: most of what
// is done to one of them is done to its parts alone. The order of its cells depends on
// what was done to it alone. The zero cellSet is empty.
type cellSet struct {
	vars  table[ssa.Value, variable]
	count int // cells
}

// A variable is what is known of one of them.
type variable struct {
	parts   table[string, Val] // by path
	deepest int                // no path has more steps
	lent    bool               // the parts are those of a copy of the set, too
}

func (c *cellSet) len() int { return c.count }

// at returns what is known of the variable, or nil.
func (c *cellSet) at(root ssa.Value) *variable {
	if i := c.vars.find(root); i >= 0 {
		return &c.vars.entries[i].val
	}
	return nil
}

// parts returns the cells of the variable.
func (c *cellSet) parts(root ssa.Value) []entry[string, Val] {
	if v := c.at(root); v != nil {
		return v.parts.entries
	}
	return nil
}

// all returns the cells.
func (c *cellSet) all() iter.Seq2[Cell, Val] {
	return func(yield func(Cell, Val) bool) {
		for _, v := range c.vars.entries {
			for _, e := range v.val.parts.entries {
				if !yield(Cell{v.key, e.key}, e.val) {
					return
				}
			}
		}
	}
}

func (c *cellSet) get(k Cell) (Val, bool) {
	if v := c.at(k.Root); v != nil {
		return v.parts.get(k.Path)
	}
	return Val{}, false
}

func (c *cellSet) set(k Cell, val Val) {
	v := c.at(k.Root)
	if v == nil {
		c.vars.set(k.Root, variable{})
		v = c.at(k.Root)
	}
	v.own()
	v.deepest = max(v.deepest, steps(k.Path))
	c.count -= v.parts.len()
	v.parts.set(k.Path, val)
	c.count += v.parts.len()
}

// own makes the parts the variable's own, before they are changed.
func (v *variable) own() {
	if v.lent {
		v.parts, v.lent = v.parts.clone(), false
	}
}

// remove forgets the variable.
func (c *cellSet) remove(root ssa.Value) {
	c.count -= len(c.parts(root))
	c.vars.delete(root)
}

// removeIn removes the cells of the variable for which gone is true.
func (c *cellSet) removeIn(root ssa.Value, gone func(path string, val Val) bool) {
	v := c.at(root)
	if v == nil || v.lent && !slices.ContainsFunc(v.parts.entries, func(e entry[string, Val]) bool { return gone(e.key, e.val) }) {
		return
	}
	v.own()
	c.count -= v.parts.len()
	v.parts.removeIf(gone)
	c.count += v.parts.len()
	if v.parts.len() == 0 {
		c.vars.delete(root)
	}
}

// removeIf removes the cells for which gone is true.
func (c *cellSet) removeIf(gone func(Cell, Val) bool) {
	for i := c.vars.len() - 1; i >= 0; i-- { // the last one takes the place of one that is removed
		root := c.vars.entries[i].key
		c.removeIn(root, func(path string, val Val) bool { return gone(Cell{root, path}, val) })
	}
}

// mayHaveBelow reports whether there may be parts of the cell.
func (c *cellSet) mayHaveBelow(k Cell) bool {
	v := c.at(k.Root)
	return v != nil && (k.Path == "" || v.deepest > steps(k.Path))
}

// holds reports whether some value is such.
func (c *cellSet) holds(is func(Val) bool) bool {
	return slices.ContainsFunc(c.vars.entries, func(e entry[ssa.Value, variable]) bool { return e.val.parts.holds(is) })
}

// replace puts b in the place of each a.
func (c *cellSet) replace(a, b Val) {
	for i := range c.vars.entries {
		v := &c.vars.entries[i].val
		if v.parts.holds(func(val Val) bool { return val == a }) {
			v.own()
			v.parts.change(func(_ string, val Val) Val { return instead(val, a, b) })
		}
	}
}

// change puts to(path, value) in the place of each value of the variable.
func (c *cellSet) change(root ssa.Value, to func(path string, val Val) Val) {
	if v := c.at(root); v != nil {
		v.own()
		v.parts.change(to)
	}
}

// clone returns a copy, which shares the cells of a variable until either changes them.
func (c *cellSet) clone() cellSet {
	for i := range c.vars.entries {
		c.vars.entries[i].val.lent = true
	}
	return cellSet{c.vars.clone(), c.count}
}

// steps returns how many steps a path has.
func steps(path string) int { return strings.Count(path, ".") + strings.Count(path, "[") }
