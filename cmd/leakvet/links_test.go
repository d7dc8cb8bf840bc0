package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestLinks follows the relative links of all documents, to files and to
// headings.
func TestLinks(t *testing.T) {
	const root = "../.."
	documents := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && slices.Contains([]string{".git", "node_modules", "testdata"}, d.Name()):
			return filepath.SkipDir
		case filepath.Ext(path) == ".md":
			documents++
			for _, link := range brokenLinks(t, path) {
				t.Errorf("%s links to %s", path, link)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if documents < 2 {
		t.Errorf("%s has %d documents: are they looked for at the right place?", root, documents)
	}
}

func TestBrokenLinks(t *testing.T) {
	dir := t.TempDir()
	const text = "# The `-fix` flag, and [more](b.md)\n" +
		"[a](#the--fix-flag-and-more) [b](b.md) [c](b.md#two-words) [d](https://example.com/nothing) ![e](.)\n" +
		"[f](missing.md) [g](#missing) [h](b.md#missing) [i](b.md#not-a-heading)\n" +
		"```\n[j](missing.md)\n# Not in a block\n```\n[k](#not-in-a-block)\n"
	for name, content := range map[string]string{"a.md": text, "b.md": "## Two words\n```\n# Not a heading\n```\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got := fmt.Sprint(brokenLinks(t, filepath.Join(dir, "a.md")))
	want := "[missing.md, which does not exist #missing, a heading that is not there b.md#missing, a heading that is not there " +
		"b.md#not-a-heading, a heading that is not there #not-in-a-block, a heading that is not there]"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

var (
	linkTarget = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	absolute   = regexp.MustCompile(`^[a-z]+:`)
	heading    = regexp.MustCompile(`(?m)^#+ +(.*)$`)
	linked     = regexp.MustCompile(`\[([^]]*)\]\([^)]*\)`)
	noAnchor   = regexp.MustCompile(`[^\pL\pN_ -]`)
)

// brokenLinks returns the relative links of a document that lead nowhere.
func brokenLinks(t *testing.T, document string) []string {
	t.Helper()
	var broken []string
	for _, match := range linkTarget.FindAllStringSubmatch(prose(t, document), -1) {
		link := match[1]
		if absolute.MatchString(link) {
			continue
		}
		file, anchor, _ := strings.Cut(link, "#")
		target := document
		if file != "" {
			target = filepath.Join(filepath.Dir(document), file)
		}
		if _, err := os.Stat(target); err != nil {
			broken = append(broken, link+", which does not exist")
		} else if anchor != "" && !slices.Contains(anchors(t, target), anchor) {
			broken = append(broken, link+", a heading that is not there")
		}
	}
	return broken
}

// anchors returns what GitHub calls the headings of a document.
func anchors(t *testing.T, document string) []string {
	t.Helper()
	var names []string
	for _, match := range heading.FindAllStringSubmatch(prose(t, document), -1) {
		text := strings.ToLower(linked.ReplaceAllString(match[1], "$1"))
		names = append(names, strings.ReplaceAll(noAnchor.ReplaceAllString(text, ""), " ", "-"))
	}
	return names
}

// prose returns the text of a document without its fenced blocks.
func prose(t *testing.T, document string) string {
	t.Helper()
	data, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	// Every other piece of the text stands between two fences.
	for i, piece := range strings.Split("\n"+string(data), "\n```") {
		if i%2 == 0 {
			b.WriteString(piece)
		}
	}
	return b.String()
}
