package report

import (
	"fmt"
	"os"
	"unicode/utf16"
)

// lineHashes hashes lines of files as GitHub's code scanning does, which knows a
// result again by that when lines have moved: over the first 100 characters from the
// beginning of the line that are no blanks, with a count for hashes that are equal.
type lineHashes struct {
	files map[string][]string // by path, one for each line
}

func newLineHashes() *lineHashes { return &lineHashes{map[string][]string{}} }

// of returns the hash of a line, "" if it is not to be had.
func (h *lineHashes) of(path string, line int) string {
	hashes, ok := h.files[path]
	if !ok {
		if data, err := os.ReadFile(path); err == nil {
			hashes = hashLines(string(data))
		}
		h.files[path] = hashes
	}
	if line < 1 || line > len(hashes) {
		return ""
	}
	return hashes[line-1]
}

func hashLines(content string) []string {
	const (
		size = 100
		base = 37
	)
	text, starts := condensed(content)
	text = append(text, make([]uint16, size)...)
	seen := make(map[uint64]int)
	var hashes []string
	for _, start := range starts {
		var hash uint64
		for _, c := range text[start : start+size] {
			hash = hash*base + uint64(c)
		}
		seen[hash]++
		hashes = append(hashes, fmt.Sprintf("%x:%d", hash, seen[hash]))
	}
	return hashes
}

// condensed returns the content in UTF-16 without blanks, with \n for every end of a
// line and a mark at the end of the file, and where in it the lines start.
func condensed(content string) (text []uint16, starts []int) {
	const endOfFile = 0xffff
	lineStart, wasCR := true, false
	add := func(c uint16) {
		if lineStart {
			starts = append(starts, len(text))
		}
		lineStart = c == '\n'
		text = append(text, c)
	}
	for _, c := range utf16.Encode([]rune(content)) {
		switch {
		case c == ' ' || c == '\t' || wasCR && c == '\n':
			wasCR = false
		case c == '\r':
			add('\n')
			wasCR = true
		default:
			add(c)
			wasCR = false
		}
	}
	add(endOfFile)
	return text, starts
}
