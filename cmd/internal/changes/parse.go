package changes

import (
	"fmt"
	"strings"
)

// parse reads a patch without context, whose files begin with a/ and b/.
func parse(patch string) (files, error) {
	set := make(files)
	file := ""
	skip := 0 // lines of the hunk, which may look like anything
	for line := range strings.Lines(patch) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case skip > 0 && !strings.HasPrefix(line, `\`): // "\ No newline at end of file"
			skip--
		case strings.HasPrefix(line, "+++ "):
			file = strings.TrimPrefix(strings.TrimRight(line[len("+++ "):], "\t"), "b/")
		case strings.HasPrefix(line, "@@ "):
			h, err := parseHunk(line)
			if err != nil {
				return nil, err
			}
			set[file] = append(set[file], h.lines())
			skip = h.deleted + h.added
		}
	}
	return set, nil
}

// A hunk replaces deleted lines by added ones, which begin at a line; if there are
// none it stands behind that line.
type hunk struct{ deleted, start, added int }

// parseHunk reads "@@ -1,2 +3,4 @@", where ",1" is left out.
func parseHunk(header string) (hunk, error) {
	words := strings.Fields(header)
	if len(words) < 3 {
		return hunk{}, fmt.Errorf("git diff: not a hunk: %q", header)
	}
	_, deleted, err := parseRange(words[1], "-")
	if err != nil {
		return hunk{}, err
	}
	start, added, err := parseRange(words[2], "+")
	return hunk{deleted, start, added}, err
}

func parseRange(word, sign string) (start, count int, err error) {
	count = 1
	format := sign + "%d"
	args := []any{&start}
	if strings.Contains(word, ",") {
		format += ",%d"
		args = append(args, &count)
	}
	if _, err := fmt.Sscanf(word, format, args...); err != nil {
		return 0, 0, fmt.Errorf("git diff: not a range: %q", word)
	}
	return start, count, nil
}

func (h hunk) lines() lines {
	if h.added == 0 {
		return lines{h.start, h.start + 1}
	}
	return lines{h.start, h.start + h.added - 1}
}
