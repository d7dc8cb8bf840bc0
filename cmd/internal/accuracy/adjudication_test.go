package accuracy

import (
	"strings"
	"testing"
)

func TestReadAdjudications(t *testing.T) {
	as, err := ReadAdjudications(strings.NewReader(`
{"repo":"o/a","commit":"c","file":"x.go","line":0,"rule":"unclosed","found":"right"}
{"repo":"o/a","commit":"c","file":"x.go","line":1,"rule":"unclosed","found":"wrong","why":"closed by y"}
{"repo":"o/a","commit":"old","file":"x.go","line":2,"rule":"unclosed","found":"right"}
`))
	if err != nil {
		t.Fatal(err)
	}
	rs := reports(4)
	rs[0].Message = "said in other words"
	for i, want := range []Finding{Right, Wrong, Unread, Unread} {
		if got := as.Of(rs[i]).Found; got != want {
			t.Errorf("report %d is %s, want %s", i, got, want)
		}
	}
	if unread := as.Unread(rs); len(unread) != 2 || len(rs) != 4 {
		t.Errorf("unread are %v of %d, want two of four", unread, len(rs))
	}
}

func TestReadAdjudicationsRefuses(t *testing.T) {
	const right = `{"repo":"o/a","file":"x.go","line":3,"rule":"unclosed","found":"right"}`
	for input, want := range map[string]string{
		strings.Replace(right, "right", "wrong", 1): "o/a x.go:3 unclosed: wrong needs a reason",
		strings.Replace(right, "right", "maybe", 1): `found "maybe", want right, wrong or undecided`,
		right + "\n" + right:                        "adjudicated twice, right and right",
		right[:9]:                                   "unexpected EOF",
	} {
		if _, err := ReadAdjudications(strings.NewReader(input)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", input, err, want)
		}
	}
}
