package status_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"expvar"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"modernc.org/sqlite"

	"github.com/leakvet/leakvet/dbpool"
	"github.com/leakvet/leakvet/dbpool/status"
	"github.com/leakvet/leakvet/dbpool/track"
)

var _ expvar.Var = (*status.Page)(nil)

// open opens a pool on a database in memory.
func open(t *testing.T, name string, mode track.Mode) *dbpool.Pool {
	t.Helper()
	connector, err := track.Open(new(sqlite.Driver), ":memory:", mode)
	if err != nil {
		t.Fatal(err)
	}
	pool, err := dbpool.OpenDB(t.Context(), connector, dbpool.Config{Name: name, Kept: 2, Overflow: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := pool.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	return pool
}

// get gets a path under a mounted page.
func get(t *testing.T, pools []*dbpool.Pool, method, path string) (*http.Response, string) {
	t.Helper()
	page := status.New(pools...)
	defer page.Close()
	mux := http.NewServeMux()
	mux.Handle("/debug/dbpool/", page)
	answer := httptest.NewRecorder()
	mux.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), method, path, nil))
	response := answer.Result()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

func TestPaths(t *testing.T) {
	tests := []struct {
		method, path string
		code         int
		kind, body   string
	}{
		{"GET", "/debug/dbpool/", 200, "text/html; charset=utf-8", "<h1>Database pools</h1>"},
		{"HEAD", "/debug/dbpool/", 200, "text/html; charset=utf-8", ""},
		{"GET", "/debug/dbpool", 307, "text/html; charset=utf-8", "/debug/dbpool/"},
		{"GET", "/debug/dbpool/json", 200, "application/json", `"name": "users"`},
		{"GET", "/debug/dbpool/metrics", 200, "text/plain; version=0.0.4; charset=utf-8", `go_sql_max_open_connections{db_name="users"} 3`},
		{"GET", "/debug/dbpool/page.css", 200, "text/css; charset=utf-8", "svg"},
		{"GET", "/debug/dbpool/page.js", 200, "text/javascript; charset=utf-8", "fetch("},
		{"GET", "/debug/dbpool/page.html", 404, "text/plain; charset=utf-8", ""},
		{"GET", "/debug/dbpool/nosuch", 404, "text/plain; charset=utf-8", ""},
		{"POST", "/debug/dbpool/", 405, "text/plain; charset=utf-8", "only GET and HEAD"},
	}
	pools := []*dbpool.Pool{open(t, "users", track.Stacks)}
	for _, test := range tests {
		response, body := get(t, pools, test.method, test.path)
		if response.StatusCode != test.code || response.Header.Get("Content-Type") != test.kind || !strings.Contains(body, test.body) {
			t.Errorf("%s %s: %s, %s\n%s", test.method, test.path, response.Status, response.Header.Get("Content-Type"), body)
		}
	}
}

// hold takes what a page is to show, and releases it at the end of the test.
func hold(t *testing.T, pool *dbpool.Pool, query string) {
	t.Helper()
	conn, err := pool.DB().Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rows, err := pool.DB().QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := rows.Close(); err != nil {
			t.Error(err)
		}
		if err := rows.Err(); err != nil && context.Cause(t.Context()) == nil {
			t.Error(err)
		}
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
	})
}

func TestJSON(t *testing.T) {
	users, orders := open(t, "users", track.Stacks), open(t, "orders", track.Count)
	hold(t, users, "SELECT 1")
	_, body := get(t, []*dbpool.Pool{users, orders}, "GET", "/debug/dbpool/json")
	var report status.Report
	if err := json.Unmarshal([]byte(body), &report); err != nil {
		t.Fatal(err)
	}
	if len(report.Pools) != 2 || report.Pools[1].Name != "orders" || report.Pools[1].Tracking != "count" || report.Pools[1].Holders == nil {
		t.Fatalf("got %+v", report.Pools)
	}
	p := report.Pools[0]
	if p.Limit != 3 || p.InUse != 2 || p.Idle != 0 || len(p.History) != 1 || p.History[0].InUse != 2 {
		t.Errorf("got %+v", p)
	}
	if len(p.Holders) != 2 || p.Holders[0].Kind != "Conn" || p.Holders[1].Kind != "Rows" || p.Holders[1].Query != "SELECT 1" {
		t.Fatalf("holders: %+v", p.Holders)
	}
	if top := p.Holders[1].Stack[0]; !strings.HasSuffix(top.Function, "status_test.hold") || top.Line == 0 {
		t.Errorf("held by %v", top)
	}
}

// What comes from queries must not become part of the page.
func TestHTMLEscapes(t *testing.T) {
	pool := open(t, "<b>users</b>", track.Stacks)
	hold(t, pool, "SELECT '<script>alert(1)</script>'")
	response, body := get(t, []*dbpool.Pool{pool}, "GET", "/debug/dbpool/")
	for _, bad := range []string{"<script>alert", "<b>users"} {
		if strings.Contains(body, bad) {
			t.Errorf("%s in\n%s", bad, body)
		}
	}
	if !strings.Contains(body, "SELECT &#39;&lt;script&gt;alert(1)") {
		t.Errorf("the query is missing in\n%s", body)
	}
	if policy := response.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'self'") {
		t.Errorf("policy: %q", policy)
	}
}

func TestHTMLSays(t *testing.T) {
	closed := open(t, "closed", track.Stacks)
	if err := closed.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		pools []*dbpool.Pool
		want  string
	}{
		{nil, "There are no pools to show."},
		{[]*dbpool.Pool{open(t, "idle", track.Stacks)}, "Nothing is open."},
		{[]*dbpool.Pool{open(t, "off", track.Off)}, "What is open is not recorded"},
		{[]*dbpool.Pool{closed}, `<span class="badge">closed</span>`},
	}
	for _, test := range tests {
		if _, body := get(t, test.pools, "GET", "/debug/dbpool/"); !strings.Contains(body, test.want) {
			t.Errorf("%q is not in\n%s", test.want, body)
		}
	}
}

// What is open for long stands out.
func TestHTMLOld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pool := open(t, "users", track.Stacks)
		hold(t, pool, "SELECT 1")
		for _, old := range []bool{false, true} {
			_, body := get(t, []*dbpool.Pool{pool}, "GET", "/debug/dbpool/")
			if strings.Contains(body, `<tr class="old">`) != old {
				t.Errorf("old: %t, want %t in\n%s", !old, old, body)
			}
			time.Sleep(11 * time.Second)
		}
	})
}

func TestMetrics(t *testing.T) {
	users, odd := open(t, "users", track.Stacks), open(t, "a\"b\\c\nd", track.Stacks)
	hold(t, users, "SELECT 1")
	_, body := get(t, []*dbpool.Pool{users, odd}, "GET", "/debug/dbpool/metrics")
	for _, want := range []string{
		"# HELP go_sql_in_use_connections The number of connections currently in use.\n" +
			"# TYPE go_sql_in_use_connections gauge\n" +
			"go_sql_in_use_connections{db_name=\"users\"} 2\n" +
			"go_sql_in_use_connections{db_name=\"a\\\"b\\\\c\\nd\"} 0\n",
		"# TYPE go_sql_wait_duration_seconds_total counter\n",
		"dbpool_holders{db_name=\"users\"} 2\n",
		"dbpool_exhausted_total{db_name=\"users\"} 0\n",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("%s is not in\n%s", want, body)
		}
	}
}

func TestExpvar(t *testing.T) {
	page := status.New(open(t, "users", track.Stacks))
	defer page.Close()
	var report status.Report
	if err := json.Unmarshal([]byte(page.String()), &report); err != nil || report.Pools[0].Name != "users" {
		t.Errorf("got %s, %v", page, err)
	}
	if report.Pools[0].History != nil {
		t.Errorf("with a history: %s", page)
	}
}

// The page keeps a sample for each of the last 300 seconds, until it is closed.
func TestHistory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pool := open(t, "users", track.Stacks)
		page := status.New(pool)
		time.Sleep(10*time.Second + time.Millisecond)
		conn, err := pool.DB().Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		time.Sleep(2 * time.Second)
		inUse := func() (text string) {
			for _, s := range page.Report().Pools[0].History {
				text += fmt.Sprint(s.InUse)
			}
			return text
		}
		if got, want := inUse(), "0000000000011"; got != want {
			t.Errorf("in use: %s, want %s", got, want)
		}
		time.Sleep(10 * time.Minute)
		if got, want := inUse(), strings.Repeat("1", 300); got != want {
			t.Errorf("in use: %s, want 300 times 1", got)
		}
		if err := page.Close(); err != nil {
			t.Error(err)
		}
		last := page.Report().Pools[0].History[299].Time
		time.Sleep(time.Minute)
		if now := page.Report().Pools[0].History[299].Time; !now.Equal(last) {
			t.Error("the history goes on after Close")
		}
		if err := page.Close(); err != nil {
			t.Error(err)
		}
	})
}

func ExampleNew() {
	ctx := context.Background()
	pool, err := dbpool.Open(ctx, "sqlite", ":memory:", dbpool.Config{Name: "users"})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() {
		if err := pool.Close(ctx); err != nil {
			fmt.Println(err)
		}
	}()
	page := status.New(pool)
	defer page.Close()

	mux := http.NewServeMux()
	mux.Handle("/debug/dbpool/", page)

	err = pool.With(ctx, func(context.Context, *sql.Conn) error {
		p := page.Report().Pools[0]
		fmt.Printf("%s: %d of %d in use\n", p.Name, p.InUse, p.Limit)
		return nil
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output: users: 1 of 15 in use
}
