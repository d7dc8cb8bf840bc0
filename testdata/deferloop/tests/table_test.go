package tests

import (
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

var fixtures = []string{"testdata/empty.csv", "testdata/users.csv"}

// The rows of the table are no subtests here: the loop body is in the test.
func badTable(t *testing.T) {
	for _, path := range fixtures {
		f, err := os.Open(path)
		require.NoError(t, err)
		defer f.Close() // want "deferloop: f "
		data, err := io.ReadAll(f)
		require.NoError(t, err)
		t.Log(path, len(data))
	}
}

// t.Cleanup is meant to gather what the end of the test releases.
func goodTableCleanup(t *testing.T) {
	for _, path := range fixtures {
		f, err := os.Open(path)
		require.NoError(t, err)
		t.Cleanup(func() { f.Close() })
		data, err := io.ReadAll(f)
		require.NoError(t, err)
		t.Log(path, len(data))
	}
}

// The subtest is a function of its own.
func goodSubtests(t *testing.T) {
	for _, path := range fixtures {
		t.Run(path, func(t *testing.T) {
			f, err := os.Open(path)
			require.NoError(t, err)
			defer f.Close()
			_, err = io.ReadAll(f)
			require.NoError(t, err)
		})
	}
}

// All files stay open on purpose, for the test that follows.
func goodOpenAll(t *testing.T) {
	var files []io.Reader
	for _, path := range fixtures {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := f.Close(); err != nil {
				t.Error(err)
			}
		})
		files = append(files, f)
	}
	_, err := io.Copy(io.Discard, io.MultiReader(files...))
	require.NoError(t, err)
}

func goodBenchmark(b *testing.B) {
	for b.Loop() {
		func() {
			f, err := os.Open(fixtures[0])
			if err != nil {
				b.Fatal(err)
			}
			defer f.Close()
			if _, err := io.Copy(io.Discard, f); err != nil {
				b.Fatal(err)
			}
		}()
	}
}
