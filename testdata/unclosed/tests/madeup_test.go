package tests

import (
	"net/http"
	"testing"
)

func TestGoodMadeUpResponse(t *testing.T) {
	run := func(location string) (*http.Response, error) {
		return &http.Response{Header: http.Header{"Location": {location}}}, nil
	}
	t.Run("relative", func(t *testing.T) {
		resp, err := run("/login")
		if err != nil || resp.Header.Get("Location") != "/login" {
			t.Errorf("got %v, %v", resp, err)
		}
	})
}

func TestBadRealResponse(t *testing.T) {
	resp, err := http.Get("http://localhost") // want "unclosed: resp .*is never closed"
	if err != nil || resp.Header.Get("Location") != "/login" {
		t.Errorf("got %v, %v", resp, err)
	}
}
