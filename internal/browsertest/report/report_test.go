package report

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/leakvet/leakvet/internal/browsertest"
	"github.com/leakvet/leakvet/internal/filetest"
)

// The findings of this module quote code that would like to be part of the page.
var module = map[string]string{
	"go.mod": "module example.com/m\n\ngo 1.26\n",
	"a.go": "package m\n\nimport \"os\"\n\n" +
		"// </script><script>alert(1)</script>\n" +
		"func leak() (int, error) {\n" +
		"\tf, err := os.Open(`</table><img src=x onerror=alert(2)>`) // <b>comment</b>\n" +
		"\tif err != nil {\n\t\treturn 0, err\n\t}\n" +
		"\treturn f.Read(nil)\n}\n",
	"b/b<i>.go": "package b\n\nimport \"os\"\n\n" +
		"type holder struct{ names map[string]string }\n\n" +
		"func (h holder) leak() string {\n" +
		"\tf, err := os.Open(h.names[\"<img src=x onerror=alert(3)>\"])\n" +
		"\tif err != nil {\n\t\treturn \"\"\n\t}\n" +
		"\treturn f.Name()\n}\n\n" +
		"func lost() string { f, _ := os.Open(\"x\"); return f.Name() } // on one line: no fix\n\n" +
		"func save(text string) error {\n" +
		"\tf, err := os.Create(\"x\")\n" +
		"\tif err != nil {\n\t\treturn err\n\t}\n" +
		"\tdefer f.Close()\n" +
		"\t_, err = f.WriteString(text)\n" +
		"\treturn err\n}\n",
}

// report writes the module and returns the address of the report on it.
func report(t *testing.T) string {
	t.Helper()
	dir := filetest.Tree(t, module)
	cmd := exec.Command("go", "run", "./cmd/leakvet", "-C", dir, "-format=html", "-o", "report.html", "./...")
	cmd.Dir = "../../.."
	out, err := cmd.CombinedOutput()
	path := filepath.Join(dir, "report.html")
	if _, statErr := os.Stat(path); statErr != nil {
		t.Fatalf("no report: %v\n%s", err, out)
	}
	return "file://" + path
}

func TestReport(t *testing.T) {
	tab, trouble := browsertest.Open(t)
	step := func(what string, actions ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(tab, actions...); err != nil {
			t.Fatalf("%s: %v (trouble: %q)", what, err, trouble())
		}
	}
	step("the page",
		chromedp.Navigate(report(t)),
		browsertest.Shows("h1", "4 findings in "),
		browsertest.Shows("h2", "example.com/m/b"),
		browsertest.Shows("h3", "f (*os.File) is never closed"),
		browsertest.Shows(".place", "b/b<i>.go:8:12"),
		browsertest.Shows("tr", "</table><img src=x onerror=alert(2)>"))
	if elements := browsertest.Evaluate[int](t, tab, `document.querySelectorAll("img, i, article b:not(.step), script:not(:last-of-type)").length`); elements != 0 {
		t.Errorf("the code has become %d elements of the page", elements)
	}
	if loaded := browsertest.Evaluate[int](t, tab, `performance.getEntriesByType("resource").length`); loaded != 0 {
		t.Errorf("the page loads %d other things", loaded)
	}

	// The path is marked step by step.
	const steps = `Array.from(document.querySelector("article").querySelectorAll("mark"), (m) => m.innerText).join("|")`
	if got, want := browsertest.Evaluate[string](t, tab, steps), "1os.Open(|`</table><img src=x onerror=alert(2)>`|)|2err|3return"; got != want {
		t.Errorf("marks %q, want %q", got, want)
	}
	step("the notes", browsertest.Shows(".note", "3 the function returns here"))

	step("a fix unfolds",
		browsertest.Click("article .fix summary"),
		browsertest.Shows(".fix[open] .added", "+\tdefer f.Close()"))

	step("a rule's manual opens from a finding",
		browsertest.Click("article .rule"),
		browsertest.Shows("#rule-unclosed[open]", "holds a connection or a descriptor"))

	findings(t, tab, 4)
	step("a rule is left out", browsertest.Click(`[name=rule][value=unclosed]`), browsertest.Shows("#shown", "1 of 4 shown"))
	findings(t, tab, 1)
	step("and comes back", browsertest.Click(`[name=rule][value=unclosed]`))
	step("words in any order", chromedp.SendKeys(chromedp.CSS("#text"), "NEVER alert(3)"), browsertest.Shows("#shown", "1 of 4 shown"))
	findings(t, tab, 1)
	step("no words", enter("text", ""))
	findings(t, tab, 4)
	step("what can be fixed", browsertest.Click("#fixable"), browsertest.Shows("#shown", "3 of 4 shown"))
	findings(t, tab, 3)

	step("by rule",
		enter("group", "rule"),
		browsertest.Shows("h2", "cleanuperr"))
	if got := browsertest.Evaluate[string](t, tab, `Array.from(document.querySelectorAll("main h2"), (h) => h.innerText).join()`); got != "cleanuperr,unclosed" {
		t.Errorf("groups %s", got)
	}
	if all := trouble(); len(all) > 0 {
		t.Errorf("trouble in the page: %q", all)
	}
}

// enter gives a field of the form a value.
func enter(id, value string) chromedp.Action[chromedp.Void] {
	return chromedp.Evaluate[chromedp.Void](fmt.Sprintf(
		`Object.assign(document.getElementById(%q), {value: %q}).dispatchEvent(new Event("input", {bubbles: true}))`, id, value))
}

// findings checks how many are shown.
func findings(t *testing.T, tab context.Context, want int) {
	t.Helper()
	if got := browsertest.Evaluate[int](t, tab, `document.querySelectorAll("main section:not([hidden]) article:not([hidden])").length`); got != want {
		t.Errorf("%d findings are shown, want %d", got, want)
	}
}

// unreadable returns the texts whose contrast is below that of WCAG's level AA, and
// the inputs without a label.
const unreadable = `(() => {
	const rgb = (c) => {
		const canvas = Object.assign(document.createElement("canvas"), {width: 1, height: 1}).getContext("2d");
		canvas.fillStyle = c;
		canvas.fillRect(0, 0, 1, 1);
		return Array.from(canvas.getImageData(0, 0, 1, 1).data);
	};
	const luminance = ([r, g, b]) => [r, g, b].map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
		.reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
	const background = (e) => {
		for (; e; e = e.parentElement) {
			const c = rgb(getComputedStyle(e).backgroundColor);
			if (c[3] === 255) return c;
		}
		return [255, 255, 255];
	};
	const bad = Array.from(document.querySelectorAll("input, select")).filter((e) => !e.labels.length && !e.ariaLabel).map((e) => e.id);
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (texts.nextNode()) {
		const e = texts.currentNode.parentElement;
		if (!texts.currentNode.data.trim() || !e.checkVisibility()) continue;
		const [a, b] = [rgb(getComputedStyle(e).color), background(e)].map(luminance).sort((x, y) => y - x);
		if ((a + 0.05) / (b + 0.05) < 4.5) bad.push(e.className + " " + texts.currentNode.data.trim());
	}
	return Array.from(new Set(bad)).join("\n");
})()`

func TestReadable(t *testing.T) {
	tab, _ := browsertest.Open(t)
	address := report(t)
	var backs []string
	for _, scheme := range []string{"light", "dark"} {
		media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
		if _, err := chromedp.Call(tab, emulation.SetEmulatedMedia, media); err != nil {
			t.Fatal(err)
		}
		err := chromedp.Do(tab,
			chromedp.Navigate(address),
			browsertest.Shows("h1", "4 findings"),
			chromedp.Evaluate[chromedp.Void](`document.querySelectorAll("details").forEach((d) => d.open = true)`),
			chromedp.Poll[chromedp.Void](`document.querySelectorAll("details[open]").length > 3`, chromedp.WithPollingTimeout(30*time.Second)))
		if err != nil {
			t.Fatal(err)
		}
		if bad := browsertest.Evaluate[string](t, tab, unreadable); bad != "" {
			t.Errorf("hard to read in %s:\n%s", scheme, bad)
		}
		backs = append(backs, browsertest.Evaluate[string](t, tab, `getComputedStyle(document.body).backgroundColor`))
		browsertest.Screenshot(t, tab, "report-"+scheme)
	}
	if backs[0] == backs[1] {
		t.Errorf("light and dark are the same: %s", backs[0])
	}
}
