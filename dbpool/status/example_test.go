package status_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	_ "modernc.org/sqlite"

	"github.com/leakvet/leakvet/dbpool"
	"github.com/leakvet/leakvet/dbpool/status"
)

// A program shows its pool beside net/http/pprof.
func Example() {
	ctx := context.Background()
	pool, err := dbpool.Open(ctx, "sqlite", ":memory:", dbpool.Config{Name: "orders"})
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

	answer := httptest.NewRecorder()
	mux.ServeHTTP(answer, httptest.NewRequestWithContext(ctx, http.MethodGet, "/debug/dbpool/metrics", nil))
	for line := range strings.Lines(answer.Body.String()) {
		if strings.HasPrefix(line, "go_sql_max_open_connections") {
			fmt.Print(line)
		}
	}
	// Output:
	// go_sql_max_open_connections{db_name="orders"} 15
}
