// Package snippet reads the files that a document shows, for the tests that try
// them.
package snippet

import (
	"fmt"
	"os"
	"strings"
)

// Read returns the file that a fenced block of the document shows under its name.
// The name stands in a comment, alone on the block's first line:
//
//	# .golangci.yml
//
// and is part of the content.
func Read(document, name string) (string, error) {
	data, err := os.ReadFile(document)
	if err != nil {
		return "", err
	}
	found := ""
	// Every other piece of the text stands between two fences.
	for i, block := range strings.Split("\n"+string(data), "\n```") {
		_, content, _ := strings.Cut(block, "\n") // after the language
		first, _, _ := strings.Cut(content, "\n")
		if i%2 == 0 || strings.TrimLeft(first, "#/ ") != name {
			continue
		}
		if found != "" {
			return "", fmt.Errorf("%s shows %s twice", document, name)
		}
		found = content + "\n"
	}
	if found == "" {
		return "", fmt.Errorf("%s has no block that begins with a comment %q", document, name)
	}
	return found, nil
}
