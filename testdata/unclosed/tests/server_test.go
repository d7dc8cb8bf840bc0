package tests

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// What the server's handler sets is not what it was.
func TestRetries(t *testing.T) {
	retries := 3
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { retries-- }))
	defer server.Close()
	resp, err := http.Get(server.URL) // want "unclosed: resp \\(\\*http.Response\\) is never closed"
	if err != nil {
		t.Fatal(err)
	}
	if retries != 0 {
		t.Fatalf("%d retries are left of %v", retries, resp.Status)
	}
}
