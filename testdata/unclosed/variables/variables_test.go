package variables

import (
	"os"
	"testing"
)

// goodFake replaces what is called, and calls the replacement.
func TestFake(t *testing.T) {
	kept, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	openFile = func(string) (*os.File, error) { return kept, nil }
	f, err := openFile("any")
	if err != nil {
		t.Fatal(err)
	}
	t.Log(f.Name())
	size, err := goodStd("any")
	t.Log(size, err)
}
