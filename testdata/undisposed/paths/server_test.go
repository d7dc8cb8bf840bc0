package paths

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestLeft(t *testing.T) {
	left := 3
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { left-- })) // want "undisposed: server \\(\\*httptest.Server\\) is never closed"
	t.Log(server.URL)
	if left != 0 {
		t.Fatalf("%d are left", left)
	}
}

func TestNoneLeft(t *testing.T) {
	left := 3
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { left-- }))
	t.Cleanup(server.Close)
	if left != 0 {
		t.Fatalf("%d are left", left)
	}
}
