// Package browsertest tests pages in a browser. It is a module of its own, so that
// nobody else needs what drives one.
package browsertest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Open returns the context of a tab in a new browser, and what went wrong in
// the page so far.
func Open(t *testing.T) (tab context.Context, trouble func() []string) {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(executable(t)),
		chromedp.WindowSize(1000, 900),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
	)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium refuses it to root
	}
	var mu sync.Mutex
	var all []string
	listen := func(event any) {
		mu.Lock()
		defer mu.Unlock()
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			all = append(all, e.ExceptionDetails.Text)
		case *cdplog.EventEntryAdded: // such as what the page's policy forbids
			all = append(all, e.Entry.Text)
		case *page.EventJavascriptDialogOpening:
			all = append(all, "dialog: "+e.Message)
		}
	}
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	tab, cancel = chromedp.NewContext(ctx, chromedp.WithListener(listen))
	t.Cleanup(func() {
		if err := chromedp.Cancel(tab); err != nil {
			t.Errorf("close the browser: %v", err)
		}
		cancel()
	})
	return tab, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return all
	}
}

// executable finds a browser. Where BROWSERTEST_REQUIRED is set, as in CI, there
// must be one.
func executable(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome", "headless-shell"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	const missing = "neither Chromium nor Chrome is on the PATH: the page is not tested in a browser"
	if os.Getenv("BROWSERTEST_REQUIRED") != "" {
		t.Fatal(missing)
	}
	t.Skip(missing)
	return ""
}

// Shows waits until an element's text contains a part.
func Shows(selector, part string) chromedp.Action[chromedp.Void] {
	return chromedp.PollFunction[chromedp.Void](
		`(selector, part) => Array.from(document.querySelectorAll(selector)).some((e) => e.innerText.includes(part))`,
		chromedp.WithPollingArgs(selector, part), chromedp.WithPollingInterval(50*time.Millisecond), chromedp.WithPollingTimeout(30*time.Second))
}

// Click clicks on an element.
func Click(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.Click(chromedp.CSS(selector))
}

// Evaluate returns the value of an expression in the page.
func Evaluate[T any](t *testing.T, tab context.Context, expression string) T {
	t.Helper()
	value, err := chromedp.Run(tab, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// Screenshot saves what the tab shows as NAME.png, if LEAKVET_SCREENSHOTS names a
// directory.
func Screenshot(t *testing.T, tab context.Context, name string) {
	t.Helper()
	dir := os.Getenv("LEAKVET_SCREENSHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(tab, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		t.Fatal(err)
	}
}
