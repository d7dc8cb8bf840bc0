package progress

import (
	"bytes"
	"io"
	"os"
	"testing"
)

func TestLine(t *testing.T) {
	var terminal bytes.Buffer
	line := Line{&terminal, "tool"}
	line.Show("%d of %d", 1, 2)
	line.Show("done")
	line.Clear()
	if got, want := terminal.String(), "\r\x1b[Ktool: 1 of 2\r\x1b[Ktool: done\r\x1b[K"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// What is no terminal gets nothing.
func TestOnPipe(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for _, watcher := range []io.Writer{w, new(bytes.Buffer)} {
		line := On(watcher, "tool")
		line.Show("working")
		line.Clear()
		if line != (Line{}) {
			t.Errorf("it shows itself on a %T", watcher)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); err != nil || len(got) > 0 {
		t.Errorf("%q, %v", got, err)
	}
}
