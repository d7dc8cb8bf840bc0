package frame_test

import (
	"regexp"
	"runtime"
	"testing"

	"github.com/leakvet/leakvet/dbpool/internal/frame"
)

func outer() string { return inner() }
func inner() string { return frame.Caller(1) }

func TestCaller(t *testing.T) {
	want := regexp.MustCompile(`^frame_test\.outer \(frame_test\.go:\d+\)$`)
	if got := outer(); !want.MatchString(got) {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestString(t *testing.T) {
	f := runtime.Frame{Function: "github.com/acme/shop/orders.(*Store).Open", File: "/home/a/shop/orders/open.go", Line: 17}
	if got, want := frame.String(f), "orders.(*Store).Open (open.go:17)"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
