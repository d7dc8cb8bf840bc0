package flow

import (
	"maps"
	"math/rand/v2"
	"strconv"
	"testing"
)

// A table does what a map does, with few entries and with many.
func TestTable(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, keys := range []int{3, manyEntries, 4 * manyEntries} {
		var tab table[int, Val]
		want := map[int]Val{}
		for range 20 * keys {
			k, val := r.IntN(keys), constant(strconv.Itoa(r.IntN(5)))
			switch r.IntN(20) {
			case 0, 1, 2, 3:
				tab.delete(k)
				delete(want, k)
			case 4:
				gone := func(k int, v Val) bool { return k%7 == 0 || v == val }
				n := len(want)
				maps.DeleteFunc(want, gone)
				if got := tab.removeIf(gone); got != (len(want) < n) {
					t.Fatalf("removeIf says %t of %d that became %d", got, n, len(want))
				}
			case 5:
				tab.change(func(k int, v Val) Val {
					if k%5 == 0 {
						return val
					}
					return v
				})
				for k := range want {
					if k%5 == 0 {
						want[k] = val
					}
				}
			default:
				tab.set(k, val)
				want[k] = val
			}
			same(t, tab, want, keys)
		}
	}
}

// What is done to a copy does not show in the original, nor the other way round.
func TestTableClone(t *testing.T) {
	for _, n := range []int{3, 2 * manyEntries} {
		var tab table[int, Val]
		want := map[int]Val{}
		for k := range n {
			tab.set(k, nilVal)
			want[k] = nilVal
		}
		copied := tab.clone()
		copied.set(0, nonNilVal)
		copied.delete(1)
		copied.set(n, nilVal)
		same(t, tab, want, n+1)
		tab.set(2, nonNilVal)
		want[0], want[n] = nonNilVal, nilVal
		delete(want, 1)
		same(t, copied, want, n+1)
	}
}

func same(t *testing.T, tab table[int, Val], want map[int]Val, keys int) {
	t.Helper()
	if tab.len() != len(want) {
		t.Fatalf("%d entries, want %d", tab.len(), len(want))
	}
	for k := range keys {
		got, ok := tab.get(k)
		if w, there := want[k]; ok != there || got != w {
			t.Fatalf("%d is %v (%t), want %v (%t)", k, got, ok, w, there)
		}
	}
}
