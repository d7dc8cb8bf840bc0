package accuracy

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
)

// generated is how Go marks a file that a program wrote, see
// https://go.dev/s/generatedcode.
var generated = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.\r?$`)

// lines counts the lines of the packages' files, tests included and blank ones
// too; but of generated files none, in which leakvet reports nothing.
func lines(packages []listed) (int, error) {
	n := 0
	for _, p := range packages {
		for _, names := range [][]string{p.GoFiles, p.CgoFiles, p.TestGoFiles, p.XTestGoFiles} {
			for _, name := range names {
				data, err := os.ReadFile(filepath.Join(p.Dir, name))
				if err != nil {
					return 0, err
				}
				n += countLines(data)
			}
		}
	}
	return n, nil
}

func countLines(source []byte) int {
	if generated.Match(source) {
		return 0
	}
	n := bytes.Count(source, []byte("\n"))
	if len(source) > 0 && !bytes.HasSuffix(source, []byte("\n")) {
		n++
	}
	return n
}
