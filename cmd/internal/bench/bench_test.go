package bench

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// record is of two modules, of which the second is ten times as large: leakvet costs ten
// times as much there, and the tool that does nothing a hundred times.
func record() *Record {
	r := &Record{Machine: "m", Versions: "v", Modules: []*Checkout{
		{Module: Module{Name: "small", Path: "example.com/small", Version: "v1.0.0"}, Packages: 3, Lines: 10_000, Standard: 8_000},
		{Module: Module{Name: "large", Path: "example.com/large", Version: "v1.0.0"}, Packages: 30, Lines: 100_000, Standard: 40_000},
	}}
	add := func(module, tool, mode string, seconds ...float64) {
		for _, s := range seconds {
			d := time.Duration(s * float64(time.Second))
			r.Measures = append(r.Measures, Measure{Module: module, Tool: tool, Mode: mode, CPU: d, Wall: 2 * d, RSS: 50e6})
		}
	}
	add("small", Leakvet, Cold, 9, 1, 2) // the median is 2
	add("large", Leakvet, Cold, 20)
	add("small", Noop, Cold, 1)
	add("large", Noop, Cold, 100)
	add("small", Leakvet, Edit, 0.25)
	return r
}

func TestSlope(t *testing.T) {
	r := record()
	for tool, want := range map[string]float64{Leakvet: 1, Noop: 2} {
		if got := slope(r.costs(tool, r.foreign()), withStandard); math.Abs(got-want) > 1e-9 {
			t.Errorf("%s: %v, want %v", tool, got, want)
		}
	}
	if got, want := slope(r.costs(Leakvet, r.foreign()), withoutStandard), math.Log(10)/math.Log(30); math.Abs(got-want) > 1e-9 {
		t.Errorf("without the standard library: %v, want %v", got, want)
	}
}

func TestPrices(t *testing.T) {
	exact := []cost{{300, 10, 3.2}, {280, 500, 12.8}, {350, 1500, 33.5}} // 0.01 and 0.02 for each
	p := prices(exact)
	if math.Abs(p.standard-0.01) > 1e-9 || math.Abs(p.other-0.02) > 1e-9 || p.off > 1e-9 {
		t.Errorf("%+v, want 0.01 and 0.02", p)
	}
	if p := prices(append(exact, cost{300, 3000, 126})); p.off < 0.2 {
		t.Errorf("twice as dear as the others, and off by %v only", p.off)
	}
}

// TestRatio: what the standard library takes is no matter.
func TestRatio(t *testing.T) {
	r := record()
	r.Modules = append(r.Modules, &Checkout{Module: Module{Name: std, Path: std}, Lines: 1})
	r.Measures = append(r.Measures, Measure{Module: std, Tool: Leakvet, Mode: Cold, CPU: time.Hour})
	if got, want := r.Ratio(), 22.0/101; math.Abs(got-want) > 1e-9 {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestAdd: what was measured again counts anew, the rest stays.
func TestAdd(t *testing.T) {
	r := &Record{Machine: "m", Versions: "v", Modules: []*Checkout{{Module: Module{Name: "large"}, Lines: 1}}, Measures: []Measure{
		{Module: "large", Tool: Leakvet, Mode: Cold, CPU: time.Second},
		{Module: "large", Tool: Nilaway, Mode: Cold, CPU: time.Minute},
	}}
	if err := r.Add(record()); err != nil {
		t.Fatal(err)
	}
	if got, want := r.Ratio(), 3.0/101; math.Abs(got-want) > 1e-9 {
		t.Errorf("ratio %v, want %v", got, want)
	}
	if got, want := r.tools(), []string{Leakvet, Noop, Nilaway}; !reflect.DeepEqual(got, want) {
		t.Errorf("tools %q, want %q", got, want)
	}
	if len(r.Modules) != 2 || len(r.Measures) != 2+len(record().Measures)-1 {
		t.Errorf("%d modules, %d runs", len(r.Modules), len(r.Measures))
	}
	if err := (&Record{Machine: "another", Versions: "v"}).Add(record()); err == nil {
		t.Error("another machine: no error")
	}
}

func TestTables(t *testing.T) {
	var b strings.Builder
	record().WriteTables(&b)
	for _, want := range []string{
		"| example.com/small | v1.0.0 | 3 | 10 | 8 | 2 |",
		"| leakvet | 2.0 (2.00) | 20.0 (0.20) |",
		"| noop | 1.0 (1.00) | 100.0 (1.00) |",
		"| leakvet | 0.50 |  |", // no run behind an edit of the large one
		"| noop | 50 | 50 |",
	} {
		if !strings.Contains(b.String(), want+"\n") {
			t.Errorf("no line %q in\n%s", want, &b)
		}
	}
}

// TestGrowth: it takes a third module to say how cost grows.
func TestGrowth(t *testing.T) {
	r := record()
	var b strings.Builder
	r.WriteTables(&b)
	if strings.Contains(b.String(), "Growth") {
		t.Errorf("of two modules it says\n%s", &b)
	}
	r.Modules = append(r.Modules, &Checkout{Module: Module{Name: "other"}, Lines: 100_000, Standard: 10_000})
	for _, tool := range []string{Leakvet, Noop} {
		r.Measures = append(r.Measures, Measure{Module: "other", Tool: tool, Mode: Cold, CPU: 20 * time.Second})
	}
	r.WriteTables(&b)
	if want := "| leakvet | 1.00 | 0.63 | 200.0 | 200.0 | 0 % |\n"; !strings.Contains(b.String(), want) {
		t.Errorf("no line %q in\n%s", want, &b)
	}
}

// TestCopies: what is made of one module stands in a table of its own.
func TestCopies(t *testing.T) {
	r := &Record{}
	for i, n := range []int{1, 2, 4} {
		name := string(rune('a' + i))
		r.Modules = append(r.Modules, &Checkout{Module: Module{Name: name, Copies: n}, Lines: 300_000 + n*50_000, Standard: 300_000})
		for _, tool := range []string{Leakvet, Noop} {
			r.Measures = append(r.Measures, Measure{Module: name, Tool: tool, Mode: Cold, CPU: time.Duration(10+n*n) * time.Second})
		}
	}
	var b strings.Builder
	r.WriteTables(&b)
	for _, want := range []string{"| tool | 1 × 50 kLOC | 2 × 50 kLOC | 4 × 50 kLOC |", "| leakvet | 11.0 | 14.0 | 26.0 | 60.0, 120.0 |\n"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, &b)
		}
	}
	if strings.Contains(b.String(), "Cold") || strings.Contains(b.String(), "NaN") {
		t.Errorf("figures of no module in\n%s", &b)
	}
}

func TestReimport(t *testing.T) {
	got, err := reimport([]byte("package p\n\nimport \"fmt\"\n\nimport (\n\tx \"a.b/c\"\n\t_ `a.b/d`\n)\n\nvar s = \"a.b/c\"\n"), func(path string) string {
		return strings.Replace(path, "a.b/", "m/1/a.b/", 1)
	})
	if want := "package p\n\nimport \"fmt\"\n\nimport (\n\tx \"m/1/a.b/c\"\n\t_ \"m/1/a.b/d\"\n)\n\nvar s = \"a.b/c\"\n"; err != nil || string(got) != want {
		t.Errorf("%v\n%s", err, got)
	}
}

func TestRecordRoundTrip(t *testing.T) {
	var b bytes.Buffer
	want := record()
	if err := want.Write(&b); err != nil {
		t.Fatal(err)
	}
	if got, err := ReadRecord(&b); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestPlot(t *testing.T) {
	var b bytes.Buffer
	if err := record().WritePlot(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`points="60.0,283.1 246.7,185.6 "`, ">leakvet<", ">noop<"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %s in\n%s", want, &b)
		}
	}
	dec := xml.NewDecoder(&b)
	for {
		_, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestEdited(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "a.go")
	const text = "package a\n"
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	read := func() string {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	c := &Checkout{Module: Module{Edit: "."}, Dir: dir}
	failure := errors.New("it fails")
	var during string
	if err := c.edited(func() error { during = read(); return failure }); !errors.Is(err, failure) {
		t.Errorf("got %v", err)
	}
	if during == text || !strings.HasPrefix(during, text) || read() != text {
		t.Errorf("meanwhile %q, then %q", during, read())
	}
	if err := (&Checkout{Module: Module{Edit: "nosuch"}, Dir: dir}).edited(nil); err == nil {
		t.Error("no file to edit, and no error")
	}
}
