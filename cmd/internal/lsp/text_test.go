package lsp

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// line holds characters of one to four bytes, which are one or two units of UTF-16.
const line = "aé€😀b"

func TestPlace(t *testing.T) {
	text := newText("x\r\n" + line + "\n")
	for _, test := range []struct {
		line, column int
		utf16, utf8  position
	}{
		{1, 1, position{0, 0}, position{0, 0}},
		{1, 9, position{0, 1}, position{0, 1}}, // not into the end of the line
		{2, 2, position{1, 1}, position{1, 1}},
		{2, 4, position{1, 2}, position{1, 3}},
		{2, 7, position{1, 3}, position{1, 6}},
		{2, 8, position{1, 3}, position{1, 6}}, // inside a character
		{2, 11, position{1, 5}, position{1, 10}},
		{2, 0, position{1, 0}, position{1, 0}}, // no column is known
		{9, 1, position{2, 0}, position{2, 0}},
	} {
		if got := text.place(test.line, test.column, utf16Encoding); got != test.utf16 {
			t.Errorf("%d:%d: %v in UTF-16", test.line, test.column, got)
		}
		if got := text.place(test.line, test.column, utf8Encoding); got != test.utf8 {
			t.Errorf("%d:%d: %v in UTF-8", test.line, test.column, got)
		}
	}
}

func TestOffset(t *testing.T) {
	text := newText("x\r\n" + line + "\nz")
	for p, want := range map[position]int{
		{0, 0}:   0,
		{0, 9}:   1,
		{1, 2}:   6,
		{1, 3}:   9,
		{1, 4}:   9, // inside a pair
		{1, 5}:   13,
		{1, 6}:   14,
		{2, 1}:   16,
		{3, 0}:   16,
		{-1, -1}: 0,
		{1, -7}:  3,
	} {
		if got := text.offset(p, utf16Encoding); got != want {
			t.Errorf("%v: %d, want %d", p, got, want)
		}
	}
}

func TestApply(t *testing.T) {
	at := func(l1, c1, l2, c2 int) *span { return &span{position{l1, c1}, position{l2, c2}} }
	for want, changes := range map[string][]contentChange{
		"new":                   {{nil, "new"}},
		"one\ntwo\n!":           {{at(2, 0, 2, 0), "!"}},
		"on\n":                  {{at(0, 2, 1, 3), ""}},
		"one\n2\n":              {{at(1, 0, 1, 3), "2"}},
		"o\ne\ntwo!\n":          {{at(0, 1, 0, 2), "\n"}, {at(2, 3, 2, 3), "!"}},
		"one!\ntwo\n":           {{at(0, 3, 0, 1), "!"}}, // a range that ends before it begins
		"one\ntwo\n after all!": {{at(99, 1, 99, 2), " after all!"}},
	} {
		if got := newText("one\ntwo\n").apply(changes, utf16Encoding).content; got != want {
			t.Errorf("%v: %q, want %q", changes, got, want)
		}
	}
}

// FuzzApply edits any text at any place, and holds the text in the two encodings
// against each other.
func FuzzApply(f *testing.F) {
	f.Add("x\r\n"+line+"\n", 1, 3, 1, 5, "€\n")
	f.Add("", 0, 0, 9, 9, "\r")
	f.Add("\xff\n", 0, 1, -1, 0, "")
	f.Fuzz(func(t *testing.T, content string, l1, c1, l2, c2 int, with string) {
		r := span{position{l1, c1}, position{l2, c2}}
		got := newText(content).apply([]contentChange{{&r, with}}, utf16Encoding).content
		if !strings.Contains(got, with) || len(got) > len(content)+len(with) {
			t.Errorf("%q", got)
		}
		if !utf8.ValidString(content) {
			return
		}
		text := newText(got)
		for offset := range got {
			for _, enc := range []encoding{utf8Encoding, utf16Encoding} {
				p := text.position(offset, enc)
				if back := text.offset(p, enc); back != offset && got[offset] != '\n' && got[offset] != '\r' && utf8.ValidString(got) {
					t.Errorf("%q: %d is %v in %s, which is %d", got, offset, p, enc, back)
				}
			}
		}
	})
}

func TestURI(t *testing.T) {
	for uri, path := range map[string]string{
		"file:///m/a.go":        "/m/a.go",
		"file:///m/a%20b%23.go": "/m/a b#.go",
		"file:///m/go.mod":      "",
		"untitled:Untitled-1":   "",
		"git:/m/a.go?ref":       "",
		"%":                     "",
	} {
		got := pathOf(uri)
		if got != path {
			t.Errorf("%s: %q", uri, got)
		}
		if path != "" && uriOf(got) != uri {
			t.Errorf("%s: back %s", uri, uriOf(got))
		}
	}
}
