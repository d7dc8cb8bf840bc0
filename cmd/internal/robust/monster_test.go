package robust

import (
	"slices"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/cmd/internal/robust/monster"
)

// products are the families whose cost grows with the product of what one function
// acquires and what it does, up to a bound (see TestCostIsBounded).
var products = []string{
	"acquires", "acquires closed at the end", "acquires in branches", "acquires in turn", "acquires that leak",
	"cases that acquire", "fields", "gathered", "one variable for all", "queries", "suppressions",
}

// What a program costs grows no faster than the program. The measure is the number
// of objects that are allocated, not the time, since that is the same each time.
func TestCostIsLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("analyses large programs")
	}
	library := newLibrary(t)
	for _, m := range monster.All() {
		t.Run(m.Name, func(t *testing.T) {
			small, large := measure(t, library, m, m.Size/40), measure(t, library, m, m.Size/20)
			most := 1.1
			if slices.Contains(products, m.Name) {
				most = 2.1
			}
			if slope := Slope(small, large, func(c *Cost) float64 { return float64(c.Mallocs) }); slope > most {
				t.Errorf("%d bytes cost %d objects, %d bytes %d: a slope of %.2f, want no more than %.2f",
					small.Bytes, small.Mallocs, large.Bytes, large.Mallocs, slope, most)
			}
		})
	}
}

// Where it grows faster, it is bounded, and the outcome says that something was left.
func TestCostIsBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("analyses large programs")
	}
	library := newLibrary(t)
	all := monster.All()
	m := all[slices.IndexFunc(all, func(m monster.Monster) bool { return m.Name == "acquires in turn" })]
	small, large := measure(t, library, m, m.Size/2), measure(t, library, m, m.Size)
	if large.Mallocs > small.Mallocs*5/4 {
		t.Errorf("%d objects, and %d for twice the size", small.Mallocs, large.Mallocs)
	}
	if large.Allocated > Budget {
		t.Errorf("%d bytes are allocated", large.Allocated)
	}
	if large.Notes != 1 || !slices.ContainsFunc(large.Lines, func(l string) bool { return strings.Contains(l, "too much in one function") }) {
		t.Errorf("the outcome is %q", large.Lines)
	}
}

func measure(t *testing.T, l *Library, m monster.Monster, n int) *Cost {
	t.Helper()
	cost, err := l.Measure([]byte(m.Source(n)))
	if err != nil {
		t.Fatalf("size %d: %v", n, err)
	}
	for _, crash := range cost.Crashes {
		t.Error(crash)
	}
	return cost
}

func newLibrary(t testing.TB) *Library {
	t.Helper()
	library, err := NewLibrary(t.Context(), "", nil, "std")
	if err != nil {
		t.Fatal(err)
	}
	return library
}
