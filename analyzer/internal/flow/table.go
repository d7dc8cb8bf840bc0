package flow

import (
	"maps"
	"slices"
)

// A table maps keys to values. It is made for the few dozens that a state knows: to
// copy one costs little, and to find something in it is to look through it. The
// order of its entries depends on what was done to it alone. The zero table is empty.
type table[K comparable, V any] struct {
	entries []entry[K, V]
	index   map[K]int // of the entries, once there are many
}

type entry[K comparable, V any] struct {
	key K
	val V
}

// manyEntries is where looking through a table costs more than an index.
const manyEntries = 48

func (t *table[K, V]) len() int { return len(t.entries) }

func (t *table[K, V]) find(k K) int {
	if t.index != nil {
		if i, ok := t.index[k]; ok {
			return i
		}
		return -1
	}
	for i := range t.entries {
		if t.entries[i].key == k {
			return i
		}
	}
	return -1
}

func (t *table[K, V]) get(k K) (V, bool) {
	if i := t.find(k); i >= 0 {
		return t.entries[i].val, true
	}
	var none V
	return none, false
}

func (t *table[K, V]) set(k K, val V) {
	if i := t.find(k); i >= 0 {
		t.entries[i].val = val
		return
	}
	t.entries = append(t.entries, entry[K, V]{k, val})
	switch n := len(t.entries); {
	case t.index != nil:
		t.index[k] = n - 1
	case n > manyEntries:
		t.index = make(map[K]int, 2*n)
		for i, e := range t.entries {
			t.index[e.key] = i
		}
	}
}

func (t *table[K, V]) delete(k K) {
	if i := t.find(k); i >= 0 {
		t.remove(i)
	}
}

// remove removes entry i, whose place the last one takes.
func (t *table[K, V]) remove(i int) {
	last := len(t.entries) - 1
	if t.index != nil {
		delete(t.index, t.entries[i].key)
		if i != last {
			t.index[t.entries[last].key] = i
		}
	}
	t.entries[i] = t.entries[last]
	t.entries[last] = entry[K, V]{}
	t.entries = t.entries[:last]
}

// removeIf removes the entries for which gone is true, and reports whether there
// were any.
func (t *table[K, V]) removeIf(gone func(K, V) bool) bool {
	n := len(t.entries)
	for i := n - 1; i >= 0; i-- {
		if gone(t.entries[i].key, t.entries[i].val) {
			t.remove(i)
		}
	}
	if len(t.entries) < manyEntries/2 {
		t.index = nil // which never gives back the room that it once needed
	}
	return len(t.entries) < n
}

// holds reports whether some value is such.
func (t *table[K, V]) holds(is func(V) bool) bool {
	return slices.ContainsFunc(t.entries, func(e entry[K, V]) bool { return is(e.val) })
}

// change puts to(key, value) in the place of each value.
func (t *table[K, V]) change(to func(K, V) V) {
	for i, e := range t.entries {
		t.entries[i].val = to(e.key, e.val)
	}
}

func (t *table[K, V]) clone() table[K, V] {
	return table[K, V]{slices.Clone(t.entries), maps.Clone(t.index)}
}
