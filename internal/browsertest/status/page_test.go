package status

import (
	"context"
	"database/sql"
	"errors"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	_ "modernc.org/sqlite"

	"github.com/leakvet/leakvet/dbpool"
	"github.com/leakvet/leakvet/dbpool/status"
	"github.com/leakvet/leakvet/internal/browsertest"
)

// renewed waits until the page has renewed itself once more.
func renewed() chromedp.Action[chromedp.Void] {
	return chromedp.Steps(
		chromedp.Evaluate[chromedp.Void](`document.getElementById("pools").dataset.seen = ""`),
		chromedp.Poll[chromedp.Void](`document.getElementById("pools").dataset.seen === undefined`,
			chromedp.WithPollingInterval(50*time.Millisecond), chromedp.WithPollingTimeout(30*time.Second)))
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
	tab, trouble := browsertest.Open(t)
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
		browsertest.Shows("h2", "users"), browsertest.Shows(".figures", "0 of 2"), browsertest.Shows("section", "Nothing is open."))

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
	step("a transaction appears", browsertest.Shows(".figures", "1 of 2"), browsertest.Shows("tbody tr", "Tx"),
		browsertest.Shows("tbody tr", "last SELECT '<img src=x onerror=alert(1)>'"), browsertest.Shows("summary", "status.TestPage (page_test.go:"))

	// An unfolded stack stays so while the page goes on.
	step("its stack unfolds and stays",
		browsertest.Click("summary"),
		browsertest.Shows("details[open] li", "status.TestPage"),
		renewed(), renewed(),
		browsertest.Shows("details[open] li", "status.TestPage"))
	if height := browsertest.Evaluate[float64](t, tab, `document.querySelector("svg .in-use").getBoundingClientRect().height`); height == 0 {
		t.Error("the chart shows no use")
	}
	if focused := browsertest.Evaluate[string](t, tab, `document.activeElement.tagName`); focused != "SUMMARY" {
		t.Errorf("the focus went to %s", focused)
	}

	// Who waits for a connection that does not come.
	var waiting sync.WaitGroup
	err = pool.With(t.Context(), func(ctx context.Context, _ *sql.Conn) error {
		ctx, cancel := context.WithCancel(ctx)
		waiting.Go(func() { _ = pool.With(ctx, func(context.Context, *sql.Conn) error { return nil }) })
		step("an exhausted pool", browsertest.Shows(".figures .full", "2 of 2"), browsertest.Shows(".figures .full", "waiting\n1"))
		browsertest.Screenshot(t, tab, "status")
		cancel()
		waiting.Wait()
		return nil
	})
	if err != nil {
		t.Error(err)
	}

	step("a paused page", browsertest.Click("#pause"), browsertest.Shows("#pause", "Go on"))
	if err := errors.Join(tx.Rollback(), pool.Close(t.Context())); err != nil {
		t.Fatal(err)
	}
	step("a closed pool after the pause", browsertest.Click("#pause"), browsertest.Shows("h2 .badge", "closed"), browsertest.Shows("section", "Nothing is open."))
	if all := trouble(); len(all) > 0 {
		t.Errorf("trouble in the page: %q", all)
	}

	server.CloseClientConnections()
	server.Close()
	step("a server that is gone", browsertest.Shows("#state", "no answer"), browsertest.Shows("h2", "users"))
}
