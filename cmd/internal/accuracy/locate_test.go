package accuracy

import (
	"testing"

	"github.com/leakvet/leakvet/internal/filetest"
)

func TestLocate(t *testing.T) {
	tree := filetest.Tree(t, map[string]string{
		"p/a.go": `package p

type T struct{}

func F() {
}

func (T) M() {}

// M of another type, with a comment, which is no part of the place.
func (g *G[K, V]) M() {
	_ = func() {
	}
}
`,
		"p/var.go":    "package p\n\nvar (\n\tx = 1\n\tV = C{\n\t\tDo: func() {},\n\t}\n)\n",
		"p/moved.go":  "package p\n\nfunc Moved() {}\n",
		"p/broken.go": "package p\n\nfunc Whole() {}\n\nfunc Half( {\n",
		"p/line.go":   "package p\n\n//line other.go:100\nfunc Mapped() {}\n",
	})
	for _, tt := range []struct {
		file, function string
		want           Place
	}{
		{"p/a.go", "F", Place{"p/a.go", 5, 6}},
		{"p/a.go", "(T).M", Place{"p/a.go", 8, 8}},
		{"p/a.go", "(*T).M", Place{"p/a.go", 8, 8}},
		{"p/a.go", "T.M", Place{"p/a.go", 8, 8}},
		{"p/a.go", "(*G[K, V]).M", Place{"p/a.go", 11, 14}},
		{"p/a.go", "G.M", Place{"p/a.go", 11, 14}},
		{"p/a.go", "Moved", Place{"p/moved.go", 3, 3}},
		{"p/a.go", "V", Place{"p/var.go", 5, 7}},
		{"p/gone.go", "F", Place{"p/a.go", 5, 6}},
		{"p/broken.go", "Whole", Place{"p/broken.go", 3, 3}},
		{"p/line.go", "Mapped", Place{"p/line.go", 4, 4}},
	} {
		if got, err := Locate(tree, tt.file, tt.function); err != nil || got != tt.want {
			t.Errorf("Locate(%s, %s) = %v, %v; want %v", tt.file, tt.function, got, err, tt.want)
		}
	}
	for _, gone := range []string{"M", "T.F", "Nowhere"} {
		if got, err := Locate(tree, "p/a.go", gone); err == nil {
			t.Errorf("Locate(%s) = %v, want an error", gone, got)
		}
	}
}
