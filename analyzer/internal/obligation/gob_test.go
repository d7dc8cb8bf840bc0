package obligation

import (
	"bytes"
	"encoding/gob"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"

	"github.com/leakvet/leakvet/analyzer/internal/contract"
)

// encoded returns facts as drivers write them into their caches.
func encoded(t testing.TB, facts ...analysis.Fact) []byte {
	t.Helper()
	var b bytes.Buffer
	enc := gob.NewEncoder(&b)
	for _, fact := range facts {
		if err := enc.Encode(fact); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// Drivers keep facts as gobs: no field may be lost, and the same fact must give
// the same bytes, or caches never hit.
func TestFactsGob(t *testing.T) {
	tests := map[string]analysis.Fact{
		"summary": &Summary{
			Results: []ResultFact{
				{Index: 1, Owed: Owed{Type: "*sql.Rows", Path: "database/sql", Name: "Rows", ByName: true}},
				{Owed: Owed{Type: "*lib.T", Release: []string{"Close", "Stop"}, Class: contract.Pool}, Thunks: []int{2}, Also: []int{0, 3}, Bools: []BoolFact{{1, true}, {4, false}}, From: []Lender{{Place{0, ".db"}, true}}, Half: true},
			},
			Params: []ParamFact{
				{Index: 2, OK: Releases, Err: Takes, Certain: true, Guess: true, Via: []string{"Close", "()"}},
				{Wraps: []int{0, 1}, In: []string{"c"}, Fields: []string{"a", "b"}, IfError: []ErrorFact{{Param: 1, OK: Releases, Err: Takes, Certain: true, Via: []string{"Close"}}}},
				{Call: CallLater, NilGuard: true, ErrTest: true, NilKeeper: true, Iterates: true, Checks: true},
				{Drops: true, Logs: true, Retries: true, Deletes: true, InTx: []Place{{1, ""}}, Gives: []int{0, 2}},
			},
			Fills:    []Owed{{Type: "*lib.T", Release: []string{"Close"}}},
			Half:     true,
			Fresh:    []int{0},
			NoReturn: true,
			Exits:    true,
			Fails:    true,
			Succeeds: true,
			Repeats:  true,
			Opens:    []Opening{{Type: "*sql.DB", Listed: true, With: []int{0, 2}}},
			Asks:     []Place{{0, ".db"}, {-1, "lib.db"}},
			Limits:   []Place{{1, ""}},
		},
		"empty summary": &Summary{},
		"owner":         &Owner{Fields: []OwnedField{{"a", []string{"Close"}}, {"b", []string{"Close", "Stop"}}}},
		"empty owner":   &Owner{},
		"usage":         &Usage{Params: []int{0, 2}, Views: []int{1}},
	}
	for name, fact := range tests {
		t.Run(name, func(t *testing.T) {
			data := encoded(t, fact)
			decoded := reflect.New(reflect.TypeOf(fact).Elem()).Interface().(analysis.Fact)
			if err := gob.NewDecoder(bytes.NewReader(data)).Decode(decoded); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(decoded, fact) {
				t.Errorf("got %+v, want %+v", decoded, fact)
			}
			if !bytes.Equal(encoded(t, decoded), data) {
				t.Error("the decoded fact is encoded differently")
			}
		})
	}
}

// gob drops unexported fields without a word, and refuses funcs, channels and
// interfaces: a fact has none.
func TestFactFields(t *testing.T) {
	var visit func(typ reflect.Type, path string)
	visit = func(typ reflect.Type, path string) {
		switch typ.Kind() {
		case reflect.Struct:
			for i := range typ.NumField() {
				f := typ.Field(i)
				if !f.IsExported() {
					t.Errorf("%s.%s is not exported", path, f.Name)
				}
				visit(f.Type, path+"."+f.Name)
			}
		case reflect.Slice:
			visit(typ.Elem(), path+"[]")
		case reflect.Bool, reflect.Int, reflect.Uint8, reflect.String:
		default:
			t.Errorf("%s is a %s", path, typ.Kind())
		}
	}
	for _, fact := range New(options{}).FactTypes {
		visit(reflect.TypeOf(fact).Elem(), reflect.TypeOf(fact).Elem().Name())
	}
}

// ownFacts returns the facts about the objects of the action's own package.
func ownFacts(act *checker.Action) []analysis.Fact {
	var facts []analysis.Fact
	for _, f := range act.AllObjectFacts() {
		if f.Object.Pkg() == act.Package.Types {
			facts = append(facts, f.Fact)
		}
	}
	return facts
}

// Facts are read by every importer: what says nothing must cost nothing.
func TestFactBudget(t *testing.T) {
	t.Parallel()
	const n = 100 // functions of each kind
	tests := []struct {
		name, function string
		facts, bytes   int // bytes at most
	}{
		{"borrow", "func F#(f *os.File, w io.Writer, err error, g func()) string { _, _ = f.Write(nil); return f.Name() }", 0, 0},
		{"unrelated", "func F#(n int) int { return n + 1 }", 0, 0},
		{"accessor", "type T# struct{ f *os.File }\nfunc (t *T#) File() *os.File { return t.f }", n, 30 * n},
		{"release", "func F#(f *os.File) { f.Close() }", n, 30 * n},
		{"open", "func F#() (*os.File, error) { return os.Open(\"a\") }", n, 40 * n},
		{"use", "type I# interface{ Size(*os.File) int64 }\ntype T# struct{}\nfunc (T#) Size(f *os.File) int64 { i, _ := f.Stat(); return i.Size() }", n, 30 * n},
		{"own", "type T# struct{ f *os.File }\nfunc (t *T#) Close() { t.f.Close() }", 2 * n, 60 * n},
	}
	files := map[string]string{}
	for _, test := range tests {
		var src strings.Builder
		src.WriteString("package lib\n\nimport (\"io\"; \"os\")\n\nvar (\n\t_ io.Writer\n\t_ *os.File\n)\n\n")
		for i := range n {
			src.WriteString(strings.ReplaceAll(test.function, "#", strconv.Itoa(i)) + "\n")
		}
		files[test.name+"/lib.go"] = src.String()
	}
	descriptors := len(encoded(t, new(Summary), new(Owner), new(Usage)))
	acts := analyse(t, files)
	for _, test := range tests {
		facts := ownFacts(acts[test.name])
		if len(facts) != test.facts {
			t.Errorf("%s: %d facts, want %d", test.name, len(facts), test.facts)
		}
		// Drivers write the facts of a package as one stream, in which each
		// type is described once.
		if size := len(encoded(t, facts...)) - descriptors; size > test.bytes {
			t.Errorf("%s: %d bytes, want at most %d", test.name, size, test.bytes)
		}
	}
}
