package halfopen

import (
	"testing"

	"example.com/cases/unclosed/halfopen/lib"
)

// A test that wants an error knows which one.
func TestRefused(t *testing.T) {
	_, err := lib.Fetch("http://127.0.0.1:1/")
	if err == nil {
		t.Fatal("no error")
	}
}
