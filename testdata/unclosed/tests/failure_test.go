package tests

import (
	"database/sql"
	"errors"
	"io/fs"
	"net"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The test wants no file: where there is one, it has failed already.
func goodWantsNone(t *testing.T) {
	f, err := os.CreateTemp("missing", "")
	if f != nil || err == nil {
		t.Errorf("got %v, %v", f, err)
	}
}

// What it got is told.
func goodTellsWhatItGot(t *testing.T, names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err == nil {
			t.Errorf("%s: opened %v", name, f)
			continue
		}
		t.Log(f, err)
	}
}

func goodTellsFieldOfIt(t *testing.T) {
	f, err := os.Open("missing")
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %s, %v", f.Name(), err)
	}
}

// The error is asked for in a library of assertions.
func goodAsserts(t *testing.T) {
	conn, err := net.Dial("tcp", "nowhere")
	assert.ErrorContains(t, err, "missing port")
	assert.Nil(t, conn)
}

// A success is wanted in some of the rows, and nobody closes.
func badWantsSome(t *testing.T, rows map[string]bool) {
	for name, fails := range rows {
		f, err := os.Open(name) // want "unclosed: f .*is never closed"
		if (err != nil) != fails {
			t.Errorf("got %v, %v", f, err)
		}
	}
}

// What is wrong with it is another matter than that it is there.
func badTellsOfUse(t *testing.T) {
	f, err := os.Open("a") // want "unclosed: f .*is never closed"
	if err != nil {
		t.Fatal(err)
	}
	if info, err := f.Stat(); err != nil {
		t.Errorf("got %v", info)
	}
}

// It is told of, and no failure is.
func badLogs(t *testing.T) {
	f, err := os.Open("a") // want "unclosed: f .*is never closed"
	if err != nil {
		t.Fatal(err)
	}
	t.Log(f)
}

// It is used after the failure is told, so the test goes on with it.
func badGoesOn(t *testing.T) {
	db, err := sql.Open("none", "") // want "undisposed: db .*is never closed"
	if err == nil {
		t.Error("want an error")
	}
	if err := db.Ping(); err == nil {
		t.Error("want an error")
	}
}

// A failure is told that has nothing to do with it.
func badTellsOther(t *testing.T, a, b int) {
	f, err := os.Open("a") // want "unclosed: f .*is never closed"
	if err != nil {
		t.Fatal(err)
	}
	if a != b {
		t.Errorf("got %d, want %d", a, b)
	}
	_ = f.Name()
}

// A helper of the tests, of which nothing is known here, asserts that there is an error.
func goodAssertsByHelper(t *testing.T) {
	_, err := os.Open("missing")
	wants(t, err != nil, "opened it")
}

func goodAssertsOfTold(t *testing.T) {
	f, err := os.Open("missing")
	wants(t, err != nil, "opened it")
	if f != nil {
		t.Error(f)
	}
}

// The helper asserts that there is none.
func badAssertsByHelper(t *testing.T) {
	_, err := os.Open("a") // want "unclosed: result of os.Open"
	wants(t, err == nil, "cannot open it")
}

// What is asserted is another's error.
func badAssertsOther(t *testing.T) {
	_, err := os.Open("a") // want "unclosed: result of os.Open"
	if err != nil {
		t.Fatal(err)
	}
	_, err = os.Stat("b")
	wants(t, err != nil, "found b")
}

func wants(t *testing.T, ok bool, why string) {
	t.Helper()
	if !ok {
		t.Fatal(why)
	}
}
