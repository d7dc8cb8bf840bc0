package baseline

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/cmd/internal/check"
	"github.com/leakvet/leakvet/cmd/internal/fingerprint"
)

func finding(pkg, message string, line int) check.Finding {
	return check.Finding{Rule: "unclosed", Package: pkg, Message: message, Place: check.Place{File: "nosuch.go", Line: line}}
}

func entry(pkg, message string, count int) Entry {
	return Entry{fingerprint.ID{Rule: "unclosed", Package: pkg, Message: message}, count}
}

func TestRoundTrip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "baseline.json")
	for _, findings := range [][]check.Finding{
		nil,
		{finding("p", `quoted "text" <&>`, 1)},
		{finding("q", "two", 1), finding("p", "one", 7), finding("q", "two", 3)},
	} {
		want := New(".", findings)
		if err := want.Write(path); err != nil {
			t.Fatal(err)
		}
		got, err := Read(path)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, %v, want %v", got, err, want)
		}
	}
	data, err := os.ReadFile(path)
	want := `{"version": 1, "findings": [
	{"rule":"unclosed","package":"p","message":"one","count":1},
	{"rule":"unclosed","package":"q","message":"two","count":2}
]}
`
	if err != nil || string(data) != want {
		t.Errorf("got %s, %v", data, err)
	}
}

func TestReadErrors(t *testing.T) {
	path := filepath.Join(t.TempDir(), "b.json")
	if _, err := Read(path); err == nil || !strings.HasPrefix(err.Error(), "no baseline "+path+": write it with -write-baseline=") {
		t.Errorf("got %v", err)
	}
	for text, want := range map[string]string{
		"":                                 "EOF",
		"{":                                "unexpected EOF",
		`{"version": 2, "findings": []}`:   "version 2, want 1",
		`{"version": 1, "finding": []}`:    `unknown field "finding"`,
		`{"version": 1, "findings": [{}]}`: "finding 1 lacks its rule",
	} {
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		_, err := Read(path)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "write it anew with -write-baseline="+path) {
			t.Errorf("%s: got %v", text, err)
		}
	}
}

func TestSplit(t *testing.T) {
	one, two := finding("p", "one", 1), finding("p", "two", 2)
	tests := map[string]struct {
		old      []Entry
		findings []check.Finding
		fresh    []check.Finding
		gone     []Entry
	}{
		"all known":  {[]Entry{entry("p", "one", 1), entry("p", "two", 1)}, []check.Finding{one, two}, nil, nil},
		"a new one":  {[]Entry{entry("p", "one", 1)}, []check.Finding{one, two}, []check.Finding{two}, nil},
		"once more":  {[]Entry{entry("p", "one", 1)}, []check.Finding{one, one}, []check.Finding{one}, nil},
		"one gone":   {[]Entry{entry("p", "one", 1), entry("p", "two", 1)}, []check.Finding{two}, nil, []Entry{entry("p", "one", 1)}},
		"less often": {[]Entry{entry("p", "one", 3)}, []check.Finding{one}, nil, []Entry{entry("p", "one", 2)}},
		"said twice": {[]Entry{entry("p", "one", 1), entry("p", "one", 1)}, []check.Finding{one, one}, nil, nil},
		"elsewhere":  {[]Entry{entry("q", "one", 1)}, []check.Finding{one}, []check.Finding{one}, []Entry{entry("q", "one", 1)}},
	}
	for name, test := range tests {
		b := &Baseline{Version: version, Entries: test.old}
		fresh, gone := b.Split(".", test.findings)
		if !reflect.DeepEqual(fresh, test.fresh) || !reflect.DeepEqual(gone, test.gone) {
			t.Errorf("%s: got %v, %v", name, fresh, gone)
		}
	}
}

func TestKeep(t *testing.T) {
	b := New(".", []check.Finding{finding("q", "new", 1)})
	b.Keep(&Baseline{Entries: []Entry{entry("q", "old", 1), entry("p", "other", 2)}}, func(id fingerprint.ID) bool { return id.Package == "q" })
	if want := []Entry{entry("p", "other", 2), entry("q", "new", 1)}; !reflect.DeepEqual(b.Entries, want) {
		t.Errorf("got %v, want %v", b.Entries, want)
	}
}
