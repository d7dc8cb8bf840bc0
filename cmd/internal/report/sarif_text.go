package report

import (
	"fmt"
	"strings"

	"github.com/leakvet/leakvet/analyzer"
)

// A message of SARIF can link to a related location by its id.
var (
	brackets = strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`)
	noLinks  = strings.NewReplacer("](", `\](`)
)

func link(text string, id int) string { return fmt.Sprintf("[%s](%d)", brackets.Replace(text), id) }

// plainText keeps what looks like a link, such as a[i](1), from becoming one.
func plainText(text string) string { return noLinks.Replace(text) }

// numeric returns a version as SARIF writes it, "" for one that is none: "(devel)".
func numeric(version string) string {
	if number, ok := strings.CutPrefix(version, "v"); ok {
		return number
	}
	return ""
}

// sentence makes a sentence of a phrase.
func sentence(phrase string) string {
	return strings.ToUpper(phrase[:1]) + phrase[1:] + "."
}

// danger returns what a rule is about: the first paragraph of its manual.
func danger(rule analyzer.Rule) string {
	_, rest, _ := strings.Cut(rule.Manual, "\n\n")
	paragraph, _, _ := strings.Cut(rest, "\n\n")
	return strings.ReplaceAll(strings.TrimSuffix(paragraph, ":"), "\n", " ")
}

// Markdown translates a manual: what is indented is code.
func Markdown(manual string) string {
	var b strings.Builder
	for i, block := range blocks(manual) {
		if i > 0 {
			b.WriteString("\n")
		}
		if block.Code {
			fmt.Fprintf(&b, "```go\n%s\n```\n", block.Text)
		} else {
			b.WriteString(block.Text + "\n")
		}
	}
	return b.String()
}

// A block is a paragraph of a manual, or its piece of code without indentation.
type block struct {
	Code bool
	Text string
}

func blocks(manual string) []block {
	var all []block
	for paragraph := range strings.SplitSeq(manual, "\n\n") {
		code := strings.HasPrefix(paragraph, "\t")
		if code {
			paragraph = strings.ReplaceAll(strings.TrimPrefix(paragraph, "\t"), "\n\t", "\n")
		}
		if n := len(all); code && n > 0 && all[n-1].Code {
			all[n-1].Text += "\n\n" + paragraph // a blank line within
			continue
		}
		all = append(all, block{code, paragraph})
	}
	return all
}
