package browsertest

import (
	"context"
	"database/sql"
	"errors"
	"net/http/httptest"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	_ "modernc.org/sqlite"

	"github.com/leakvet/leakvet/dbpool"
	"github.com/leakvet/leakvet/dbpool/status"
)

// browser returns the context of a tab in a new browser, and what went wrong in
// the page so far.
func browser(t *testing.T) (tab context.Context, trouble func() []string) {
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

// shows waits until an element's text contains a part.
func shows(selector, part string) chromedp.Action[chromedp.Void] {
	return chromedp.PollFunction[chromedp.Void](
		`(selector, part) => Array.from(document.querySelectorAll(selector)).some((e) => e.innerText.includes(part))`,
		chromedp.WithPollingArgs(selector, part), chromedp.WithPollingInterval(50*time.Millisecond), chromedp.WithPollingTimeout(30*time.Second))
}

// renewed waits until the page has renewed itself once more.
func renewed() chromedp.Action[chromedp.Void] {
	return chromedp.Steps(
		chromedp.Evaluate[chromedp.Void](`document.getElementById("pools").dataset.seen = ""`),
		chromedp.Poll[chromedp.Void](`document.getElementById("pools").dataset.seen === undefined`,
			chromedp.WithPollingInterval(50*time.Millisecond), chromedp.WithPollingTimeout(30*time.Second)))
}

func click(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.Click(chromedp.CSS(selector))
}

// evaluate returns the value of an expression in the page.
func evaluate[T any](t *testing.T, tab context.Context, expression string) T {
	t.Helper()
	value, err := chromedp.Run(tab, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// open opens a pool that the end of the test closes.
func open(t *testing.T, path string, config dbpool.Config) *dbpool.Pool {
	t.Helper()
	pool, err := dbpool.Open(t.Context(), "sqlite", path, config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := pool.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
	return pool
}

func TestPage(t *testing.T) {
	tab, trouble := browser(t)
	pool := open(t, t.TempDir()+"/users.db", dbpool.Config{Name: "users", Kept: 2, Overflow: dbpool.None})
	shown := status.New(pool)
	defer shown.Close()
	server := httptest.NewServer(shown)
	defer server.Close()

	step := func(what string, actions ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(tab, actions...); err != nil {
			t.Fatalf("%s: %v (trouble: %q)", what, err, trouble())
		}
	}
	step("a pool at rest",
		chromedp.Navigate(server.URL+"/"),
		shows("h2", "users"), shows(".figures", "0 of 2"), shows("section", "Nothing is open."))

	// The page renews itself.
	tx, err := pool.DB().BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	var image string
	if err := tx.QueryRow(`SELECT '<img src=x onerror=alert(1)>'`).Scan(&image); err != nil {
		t.Fatal(err)
	}
	step("a transaction appears", shows(".figures", "1 of 2"), shows("tbody tr", "Tx"),
		shows("tbody tr", "last SELECT '<img src=x onerror=alert(1)>'"), shows("summary", "browsertest.TestPage (page_test.go:"))

	// An unfolded stack stays so while the page goes on.
	step("its stack unfolds and stays",
		click("summary"),
		shows("details[open] li", "browsertest.TestPage"),
		renewed(), renewed(),
		shows("details[open] li", "browsertest.TestPage"))
	if height := evaluate[float64](t, tab, `document.querySelector("svg .in-use").getBoundingClientRect().height`); height == 0 {
		t.Error("the chart shows no use")
	}
	if focused := evaluate[string](t, tab, `document.activeElement.tagName`); focused != "SUMMARY" {
		t.Errorf("the focus went to %s", focused)
	}

	// Who waits for a connection that does not come.
	var waiting sync.WaitGroup
	err = pool.With(t.Context(), func(ctx context.Context, _ *sql.Conn) error {
		ctx, cancel := context.WithCancel(ctx)
		waiting.Go(func() { _ = pool.With(ctx, func(context.Context, *sql.Conn) error { return nil }) })
		step("an exhausted pool", shows(".figures .full", "2 of 2"), shows(".figures .full", "waiting\n1"))
		screenshot(t, tab)
		cancel()
		waiting.Wait()
		return nil
	})
	if err != nil {
		t.Error(err)
	}

	step("a paused page", click("#pause"), shows("#pause", "Go on"))
	if err := errors.Join(tx.Rollback(), pool.Close(t.Context())); err != nil {
		t.Fatal(err)
	}
	step("a closed pool after the pause", click("#pause"), shows("h2 .badge", "closed"), shows("section", "Nothing is open."))
	if all := trouble(); len(all) > 0 {
		t.Errorf("trouble in the page: %q", all)
	}

	server.CloseClientConnections()
	server.Close()
	step("a server that is gone", shows("#state", "no answer"), shows("h2", "users"))
}

// screenshot saves what the tab shows if LEAKVET_SCREENSHOT names a file.
func screenshot(t *testing.T, tab context.Context) {
	t.Helper()
	name := os.Getenv("LEAKVET_SCREENSHOT")
	if name == "" {
		return
	}
	png, err := chromedp.Run(tab, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, png, 0o644); err != nil {
		t.Fatal(err)
	}
}
